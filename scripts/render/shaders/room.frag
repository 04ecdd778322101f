#version 330
#include noise
// Light on the bare room, in three parts: without the key light, of the key light, and where it is.
uniform vec3 eye;
uniform vec3 key_way;
uniform vec3 wall;
uniform vec3 mat_colour;
uniform vec3 floor_colour;
uniform float furniture;
in vec3 point;
in float kind;
layout(location = 0) out vec4 ambient_part;
layout(location = 1) out vec4 key_part;
layout(location = 2) out vec4 place;

vec3 boards(out float shine) {
    float row = floor(point.y / 0.13), shift = hash(vec2(row, 3.0)) * 2.0;
    float board = hash(vec2(row, floor((point.x + shift) / 1.1)));
    float grain = noise(vec2(point.x * 3.0 + board * 20.0, point.y * 60.0));
    vec3 a = pow(floor_colour, vec3(2.2)) * (0.7 + 0.35 * board + 0.5 * (grain - 0.45));
    float gap = min(fract(point.y / 0.13), 1.0 - fract(point.y / 0.13)) * 0.13;
    float joint = fract((point.x + shift) / 1.1);
    gap = min(gap, min(joint, 1.0 - joint) * 1.1);
    shine = 0.18;
    return a * (smoothstep(0.0, 0.004, gap) * 0.4 + 0.6);
}

vec3 wall_paint() {
    vec3 a = pow(wall, vec3(2.2)) * (0.95 + 0.1 * noise((kind > 2.5 ? point.yz : point.xz) * 3.0));
    if (point.z < 0.09) return vec3(0.75, 0.74, 0.72);
    if (furniture < 0.5 || kind > 2.5) return a;
    vec2 w = abs(point.xz - vec2(1.6, 1.6));
    if (w.x < 0.70 && w.y < 0.85) {
        bool frame = w.x < 0.03 || w.x > 0.64 || w.y > 0.79;
        a = frame ? vec3(0.35, 0.24, 0.17) : mix(vec3(1.1, 1.15, 1.1), vec3(1.5, 1.6, 1.7), point.z - 0.8);
    }
    vec2 p = abs(point.xz - vec2(-1.55, 1.0));
    if (p.x < 0.35 && p.y < 0.30) {
        a = vec3(0.9, 0.9, 0.87);
        float m = noise(point.xz * 4.0);
        if (p.x < 0.31 && p.y < 0.26) a = mix(vec3(0.25, 0.4, 0.5), vec3(0.8, 0.6, 0.35), m);
    }
    return a;
}

void main() {
    vec3 n = kind > 2.5 ? vec3(1, 0, 0) : kind > 1.5 ? vec3(0, -1, 0) : vec3(0, 0, 1);
    vec3 v = normalize(eye - point), a;
    float shine = 0.02;
    if (kind < 0.5) a = boards(shine);
    else if (kind < 1.5) a = pow(mat_colour, vec3(2.2)) * (0.9 + 0.2 * noise(point.xy * 120.0));
    else a = wall_paint();
    float corner = kind < 0.5 ? smoothstep(-0.1, 0.7, 1.6 - point.y) : smoothstep(-0.4, 0.6, point.z);
    vec3 sky = mix(vec3(0.30, 0.25, 0.21), vec3(0.62, 0.64, 0.68), 0.5 + 0.5 * n.z);
    float spark = 3.0 * shine * pow(max(dot(n, normalize(key_way + v)), 0.0), 40.0);
    ambient_part = vec4(a * sky * (0.6 + 0.4 * corner), 1.0);
    key_part = vec4(a * max(dot(n, key_way), 0.0) * vec3(0.95, 0.90, 0.82) + spark, 1.0);
    if (kind < 0.5) ambient_part.rgb += 0.15 * pow(1.0 - max(dot(n, v), 0.0), 4.0);
    place = vec4(point, kind > 1.5 ? 0.0 : 1.0);
}
