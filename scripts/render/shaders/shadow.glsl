uniform mat4 key_light;
uniform mat4 sky_light;
uniform sampler2D key_depth;
uniform sampler2D sky_depth;

float lit(sampler2D depth, mat4 light, vec3 point, float radius, float bias, int taps) {
    vec4 q = light * vec4(point, 1.0);
    vec3 c = q.xyz / q.w * 0.5 + 0.5;
    if (c.x < 0.0 || c.y < 0.0 || c.x > 1.0 || c.y > 1.0) return 1.0;
    float sum = 0.0;
    float start = hash(gl_FragCoord.xy) * 6.283;
    for (int i = 0; i < taps; i++) {
        float r = sqrt((float(i) + 0.5) / float(taps)) * radius;
        float a = start + float(i) * 2.39996;
        sum += (c.z - bias < texture(depth, c.xy + r * vec2(cos(a), sin(a))).r) ? 1.0 : 0.0;
    }
    return sum / float(taps);
}
