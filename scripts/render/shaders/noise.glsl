float hash(vec2 p) {
    return fract(sin(dot(p, vec2(127.1, 311.7))) * 43758.5453);
}

float smooth_noise(vec2 p) {
    vec2 i = floor(p), f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    float low = mix(hash(i), hash(i + vec2(1, 0)), f.x);
    float high = mix(hash(i + vec2(0, 1)), hash(i + vec2(1, 1)), f.x);
    return mix(low, high, f.y);
}

float noise(vec2 p) {
    return 0.5 * smooth_noise(p) + 0.25 * smooth_noise(p * 2.1) + 0.15 * smooth_noise(p * 4.3);
}
