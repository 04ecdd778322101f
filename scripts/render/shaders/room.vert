#version 330
uniform mat4 camera;
in vec3 position;
in float material;
out vec3 point;
out float kind;

void main() {
    point = position;
    kind = material;
    gl_Position = camera * vec4(position, 1.0);
}
