#version 330
uniform float value;
out vec4 shade;

void main() {
    shade = vec4(value, 0.0, 0.0, 1.0);
}
