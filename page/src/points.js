// Points on a graphics card, by WebGL 2: one point of `gl.POINTS` for each cell.
//
// Rules of this file:
// * It draws what it is given, at once, into a canvas that nobody sees; what is seen is a copy. So the graphics can be
//   given back, or be taken away, and the picture stays.
// * Lists of places and colours are sent once and known again by identity: who changes one gives a new one.
// * Places are held against the middle of the view in two parts of 32 bits each, so that zooming in loses nothing.

const VERTEX = `#version 300 es
layout(location = 0) in vec2 place;
layout(location = 1) in vec4 colour;
uniform vec2 high;
uniform vec2 low;
uniform vec2 scale;
uniform float size;
flat out vec3 fill;
void main() {
  gl_Position = vec4(((place - high) - low) * scale, 0.0, 1.0);
  gl_PointSize = size;
  fill = colour.rgb;
}`;

// the edge of a point is as wide as a pixel; what lies outside, or inside of a ring, is not drawn
const FRAGMENT = `#version 300 es
precision highp float;
flat in vec3 fill;
uniform float radius;
uniform float ring;
uniform float size;
uniform bool soft;
out vec4 seen;
void main() {
  float far = length(gl_PointCoord - 0.5) * size;
  float cover = min(radius + 0.5 - far, far - ring + 0.5);
  if (cover <= (soft ? 0.0 : 0.5)) discard;
  seen = vec4(fill, 1.0) * (soft ? min(cover, 1.0) : 1.0);
}`;

const KEPT = 8; // lists on the graphics card
const MOST_STRIDE = 255; // bytes between two values, which WebGL allows

/**
 * @typedef {object} Layer
 * @property {Float32Array} places x0 y0 x1 y1 ...
 * @property {Uint8Array | [number, number, number]} colours four bytes a place, or one colour for all
 * @property {Uint32Array} [cells] the places that are drawn; all without it
 * @property {number} radius in pixels of the canvas
 * @property {number} [ring] the radius inside of which nothing is drawn
 *
 * @typedef {object} View
 * @property {number} x the place in the middle
 * @property {number} y
 * @property {number} scale pixels of the canvas for a unit of the places
 */

/** The graphics can't be had. */
export class NoGraphics extends Error {}

export class Points {
  /** what was sent @type {Map<ArrayBufferView, WebGLBuffer>} */ #sent = new Map();
  #canvas = document.createElement("canvas");
  /** @type {WebGL2RenderingContext} */ #gl;
  #program;
  #isLinked = false;
  /** @type {Map<string, WebGLUniformLocation | null>} */ #uniforms = new Map();

  /** @throws {NoGraphics} */
  constructor() {
    const gl = this.#canvas.getContext("webgl2", { alpha: true, antialias: false, depth: false, powerPreference: "low-power" });
    if (!gl) throw new NoGraphics("it offers no WebGL 2");
    this.#gl = gl;
    this.#program = this.#made();
    gl.useProgram(this.#program);
    for (const name of ["high", "low", "scale", "size", "radius", "ring", "soft"]) this.#uniforms.set(name, gl.getUniformLocation(this.#program, name));
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.enableVertexAttribArray(0);
    this.#warm();
  }

  /** Have a point drawn that nobody sees: what takes a while the first time is under way before there are cells. */
  #warm() {
    const gl = this.#gl;
    gl.disableVertexAttribArray(1);
    this.#layer({ places: new Float32Array(2), colours: [0, 0, 0], radius: 1 }, true, 1);
    this.#layer({ places: new Float32Array(2), colours: new Uint8Array(4), radius: 1 }, false, 1);
    gl.flush();
  }

  #made() {
    const gl = this.#gl;
    const program = gl.createProgram();
    for (const [kind, text] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]])) {
      const shader = gl.createShader(kind);
      if (!program || !shader) throw new NoGraphics("its graphics are lost");
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program); // how that went is asked when there is something to draw: the answer is waited for
    return program;
  }

  get isLost() {
    return this.#gl.isContextLost();
  }

  /** Give the graphics back. */
  release() {
    this.#sent.clear();
    this.#gl.getExtension("WEBGL_lose_context")?.loseContext();
    this.#canvas.width = this.#canvas.height = 0;
  }

  /**
   * Draw all layers, the first one below, and copy them onto a canvas, over what is there.
   * @param {HTMLCanvasElement} onto what is seen, as wide and high as it is to be
   * @param {View} view
   * @param {readonly Layer[]} layers
   * @param {boolean} soft whether edges are smooth
   * @param {number} [each] draw only each n-th of them
   * @returns {boolean} whether the picture is whole: the graphics were there until the end
   */
  draw(onto, view, layers, soft, each = 1) {
    const gl = this.#gl;
    const { width, height } = onto;
    if (!this.#isLinked && !gl.getProgramParameter(this.#program, gl.LINK_STATUS)) throw new NoGraphics(gl.getProgramInfoLog(this.#program) || "its graphics are lost");
    this.#isLinked = true;
    if (this.#canvas.width !== width || this.#canvas.height !== height) Object.assign(this.#canvas, { width, height });
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const [x, y] = [Math.fround(view.x), Math.fround(view.y)];
    gl.uniform2f(this.#of("high"), x, y);
    gl.uniform2f(this.#of("low"), view.x - x, view.y - y);
    gl.uniform2f(this.#of("scale"), (2 * view.scale) / width, (2 * view.scale) / height);
    gl.uniform1i(this.#of("soft"), Number(soft));
    for (const layer of layers) this.#layer(layer, soft, each);
    this.#forget(layers);
    const pen = onto.getContext("2d");
    if (!pen || gl.isContextLost()) return false;
    pen.drawImage(this.#canvas, 0, 0);
    return !gl.isContextLost();
  }

  /** @param {string} name */
  #of(name) {
    return this.#uniforms.get(name) ?? null;
  }

  /** @param {Layer} layer @param {boolean} soft @param {number} each */
  #layer({ places, colours, cells, radius, ring = -1 }, soft, each) {
    const gl = this.#gl;
    const size = Math.ceil(2 * radius + (soft ? 1 : 0));
    gl.uniform1f(this.#of("size"), size);
    gl.uniform1f(this.#of("radius"), radius);
    gl.uniform1f(this.#of("ring"), ring);
    const step = cells ? 1 : Math.min(Math.max(Math.floor(each), 1), Math.floor(MOST_STRIDE / 8));
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer(places, gl.ARRAY_BUFFER));
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 8 * step, 0);
    if (colours instanceof Uint8Array) {
      gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer(colours, gl.ARRAY_BUFFER));
      gl.enableVertexAttribArray(1);
      gl.vertexAttribPointer(1, 4, gl.UNSIGNED_BYTE, true, 4 * step, 0);
    } else {
      gl.disableVertexAttribArray(1);
      gl.vertexAttrib4f(1, colours[0] / 255, colours[1] / 255, colours[2] / 255, 1);
    }
    if (!cells) {
      gl.drawArrays(gl.POINTS, 0, Math.floor((places.length / 2 + step - 1) / step));
      return;
    }
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.#buffer(cells, gl.ELEMENT_ARRAY_BUFFER));
    gl.drawElements(gl.POINTS, cells.length, gl.UNSIGNED_INT, 0);
  }

  /** @param {ArrayBufferView} values @param {number} target */
  #buffer(values, target) {
    const gl = this.#gl;
    const known = this.#sent.get(values);
    if (known) return known;
    const buffer = gl.createBuffer();
    gl.bindBuffer(target, buffer);
    gl.bufferData(target, /** @type {ArrayBufferView<ArrayBuffer>} */ (values), gl.STATIC_DRAW);
    this.#sent.set(values, buffer);
    return buffer;
  }

  /** What no layer used in the last pictures is not kept. @param {readonly Layer[]} layers */
  #forget(layers) {
    for (const values of layers.flatMap((layer) => [layer.places, layer.colours, layer.cells])) {
      const buffer = this.#sent.get(/** @type {any} */ (values));
      if (!buffer) continue;
      this.#sent.delete(/** @type {any} */ (values)); // and to the end, as the newest
      this.#sent.set(/** @type {any} */ (values), buffer);
    }
    for (const [values, buffer] of [...this.#sent].slice(0, -KEPT)) {
      this.#gl.deleteBuffer(buffer);
      this.#sent.delete(values);
    }
  }
}
