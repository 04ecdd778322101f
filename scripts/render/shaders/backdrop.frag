#version 330
#include noise
#include shadow
uniform sampler2D ambient_part;
uniform sampler2D key_part;
uniform sampler2D place;
uniform float exposure;
uniform vec3 centre;
out vec4 shade;

void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 where = texelFetch(place, at, 0);
    float key = 1.0, sky = 1.0;
    vec2 off = abs(where.xy - centre.xy);
    if (where.w > 0.5 && off.x < 1.6 && off.y < 1.2) {
        vec3 point = where.xyz + vec3(0.0, 0.0, 0.008);
        key = lit(key_depth, key_light, point, 0.012, 0.0015, 10);
        sky = lit(sky_depth, sky_light, point, 0.055, 0.002, 12);
    }
    vec3 c = texelFetch(ambient_part, at, 0).rgb * (0.4 + 0.6 * sky);
    c = (c + texelFetch(key_part, at, 0).rgb * key) * exposure;
    shade = vec4(pow(c / (1.0 + 0.25 * c), vec3(1.0 / 2.2)), 1.0);
}
