#version 330
#include noise
#include shadow
uniform vec3 eye;
uniform vec3 key_way;
uniform float exposure;
in vec3 point;
in vec3 facing;
in vec3 bump;
in vec3 tint;
in vec2 shine;
out vec4 shade;

void main() {
    vec3 n = normalize(facing), v = normalize(eye - point);
    if (dot(n, v) < 0.0) n = -n;
    n = normalize(n + bump);
    float key = lit(key_depth, key_light, point + n * 0.008, 0.008, 0.0015, 6);
    float sky = lit(sky_depth, sky_light, point + n * 0.008, 0.045, 0.002, 8);
    vec3 ambient = mix(vec3(0.30, 0.25, 0.21), vec3(0.62, 0.64, 0.68), 0.5 + 0.5 * n.z);
    float direct = max(dot(n, key_way), 0.0) * key;
    float spark = shine.x * pow(max(dot(n, normalize(key_way + v)), 0.0), shine.y) * key * 3.0;
    vec3 c = tint * (ambient * (0.4 + 0.6 * sky) + direct * vec3(0.95, 0.90, 0.82)) + spark;
    c *= exposure;
    shade = vec4(pow(c / (1.0 + 0.25 * c), vec3(1.0 / 2.2)), 1.0);
}
