#version 330
#include noise
// Cloth and skin texture is made by vertex: triangles are about a pixel large.
uniform mat4 camera;
in vec3 position;
in vec3 normal;
in vec3 colour;
in float material;
in vec3 rest;
out vec3 point;
out vec3 facing;
out vec3 bump;
out vec3 tint;
out vec2 shine;

vec3 ripple(float scale, float depth) {
    vec2 p = rest.xz * scale;
    vec3 n = vec3(noise(p + 3.0), noise(p + 9.0), noise(p + rest.y * 20.0));
    return depth * (n - 0.47);
}

void main() {
    point = position;
    facing = normal;
    bump = vec3(0.0);
    tint = pow(colour, vec3(2.2));
    shine = vec2(0.04, 20.0);
    if (material < 0.5) {
        tint *= 0.93 + 0.14 * noise(rest.xz * 60.0 + rest.y * 31.0);
        shine = vec2(0.10, 14.0);
    } else if (material < 1.5) {
        bump = ripple(14.0, 0.4);
        tint *= 0.9 + 0.2 * noise(rest.xz * 18.0 + rest.y * 7.0);
        shine.x = 0.02;
    } else if (material < 2.5) {
        bump = ripple(16.0, 0.35);
        tint *= 0.9 + 0.25 * noise(rest.xz * 25.0);
        shine.x = 0.03;
    } else if (material < 3.5) {
        tint *= 0.8 + 0.4 * noise(rest.xy * 40.0);
    } else if (material < 4.5) {
        tint *= 0.5 + 0.8 * noise(vec2(rest.x * 160.0, rest.z * 30.0 + rest.y * 30.0));
        vec2 p = rest.xz * 90.0;
        bump = 0.5 * (vec3(noise(p), noise(p + 7.0), noise(rest.yz * 90.0)) - 0.47);
        shine = vec2(0.012, 10.0);
    }
    gl_Position = camera * vec4(position, 1.0);
}
