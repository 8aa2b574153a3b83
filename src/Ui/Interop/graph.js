// A graph that is moved and zoomed: the wheel and dragging move it, Ctrl with the wheel and two fingers zoom. Arrows go from node to node along its lines.
const LEAST = 0.08;
const MOST = 2;
const READABLE = 0.72;
const STEP = 1.25;
const SLACK = 24;
const CLICK = 4;

class Graph {
  constructor(view, plane) {
    this.view = view;
    this.plane = plane;
    this.at = { x: 0, y: 0, scale: 1 };
    this.fingers = new Map();
    this.dragged = false;
    const listen = (target, type, does, options) => target.addEventListener(type, does, options);
    listen(view, 'wheel', event => this.wheel(event), { passive: false });
    listen(view, 'pointerdown', event => this.down(event));
    listen(view, 'pointermove', event => this.move(event));
    for (const type of ['pointerup', 'pointercancel', 'lostpointercapture']) listen(view, type, event => this.up(event));
    listen(view, 'click', event => this.click(event), true);
    listen(view, 'dragstart', event => event.preventDefault());
    listen(view, 'keydown', event => this.key(event));
    listen(view, 'focusin', event => this.enter(event.target.closest('[data-node]'), true));
    listen(view, 'focusout', () => this.enter(null));
    listen(view, 'pointerover', event => this.enter(event.target.closest('[data-node]')));
    listen(view, 'scroll', () => view.scrollTo(0, 0)); // a browser that brings a focused node into view does it here, by our own means
    this.size = new ResizeObserver(() => this.show());
    this.size.observe(view);
    this.open();
  }

  dispose() {
    this.size.disconnect();
  }

  // as much as can be read: all of it where that is large enough, else its beginning
  open() {
    const whole = this.whole();
    this.put({ scale: Math.max(whole, Math.min(READABLE, 1)) });
    this.center(whole < READABLE);
    const named = this.plane.querySelector('[data-current]');
    if (named) this.reveal(named);
  }

  fit() {
    this.put({ scale: this.whole() });
    this.center(false);
  }

  zoom(by) {
    const { width, height } = this.view.getBoundingClientRect();
    this.zoomAt(width / 2, height / 2, by > 0 ? STEP : 1 / STEP);
  }

  find(id) {
    const node = this.nodeOf(id);
    if (node) this.reveal(node, true);
  }

  whole() {
    const { width, height } = this.view.getBoundingClientRect();
    return Math.max(LEAST, Math.min(1, (width - 2 * SLACK) / this.plane.offsetWidth, (height - 2 * SLACK) / this.plane.offsetHeight));
  }

  center(fromStart) {
    const { width, height } = this.view.getBoundingClientRect();
    const { scale } = this.at;
    const x = fromStart ? SLACK : (width - this.plane.offsetWidth * scale) / 2;
    this.put({ x: Math.max(x, fromStart ? SLACK : x), y: (height - this.plane.offsetHeight * scale) / 2 });
  }

  put(change) {
    Object.assign(this.at, change);
    this.show();
  }

  // some of it always stays in sight
  show() {
    const { width, height } = this.view.getBoundingClientRect();
    const { scale } = this.at;
    const within = (value, room, size) => Math.min(room - Math.min(80, room / 2), Math.max(Math.min(80, room / 2) - size, value));
    this.at.x = within(this.at.x, width, this.plane.offsetWidth * scale);
    this.at.y = within(this.at.y, height, this.plane.offsetHeight * scale);
    this.plane.style.transform = `translate(${this.at.x}px, ${this.at.y}px) scale(${scale})`;
    this.view.toggleAttribute('data-far', scale < 0.35);
  }

  zoomAt(x, y, by) {
    const scale = Math.min(MOST, Math.max(LEAST, this.at.scale * by));
    const ratio = scale / this.at.scale;
    this.put({ scale, x: x - (x - this.at.x) * ratio, y: y - (y - this.at.y) * ratio });
  }

  place(event) {
    const box = this.view.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  wheel(event) {
    event.preventDefault();
    const { x, y } = this.place(event);
    if (event.ctrlKey || event.metaKey) this.zoomAt(x, y, Math.exp(-event.deltaY * 0.005));
    else if (event.shiftKey && !event.deltaX) this.put({ x: this.at.x - event.deltaY });
    else this.put({ x: this.at.x - event.deltaX, y: this.at.y - event.deltaY });
  }

  down(event) {
    if (event.button !== 0) return;
    this.fingers.set(event.pointerId, this.place(event));
    this.dragged = false;
    this.begin = this.place(event);
  }

  move(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = this.place(event);
    if (this.fingers.size === 1) {
      if (!this.dragged && Math.hypot(now.x - this.begin.x, now.y - this.begin.y) < CLICK) return;
      if (!this.dragged) this.view.setPointerCapture(event.pointerId);
      this.dragged = true;
      this.put({ x: this.at.x + now.x - before.x, y: this.at.y + now.y - before.y });
    } else {
      const other = [...this.fingers].find(([id]) => id !== event.pointerId)[1];
      const apart = point => Math.hypot(point.x - other.x, point.y - other.y) || 1;
      this.dragged = true;
      this.zoomAt((now.x + other.x) / 2, (now.y + other.y) / 2, apart(now) / apart(before));
    }
    this.fingers.set(event.pointerId, now);
  }

  up(event) {
    this.fingers.delete(event.pointerId);
  }

  // the end of a drag over a node does not open it
  click(event) {
    if (!this.dragged) return;
    this.dragged = false;
    event.preventDefault();
    event.stopPropagation();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const node = event.target.closest('[data-node]');
    const does = {
      '+': () => this.zoom(1), '=': () => this.zoom(1), '-': () => this.zoom(-1), 0: () => this.fit(),
      ArrowRight: () => this.along(node, 'from', 'to'), ArrowLeft: () => this.along(node, 'to', 'from'),
      ArrowDown: () => this.beside(node, 1), ArrowUp: () => this.beside(node, -1),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  // to the nearest of those that a line leads to
  along(node, here, there) {
    if (!node) return this.focus(this.plane.querySelector('[data-node]'));
    const next = this.lines().filter(line => line.dataset[here] === node.dataset.node).map(line => this.nodeOf(line.dataset[there]));
    this.focus(next.sort((a, b) => Math.abs(a.offsetTop - node.offsetTop) - Math.abs(b.offsetTop - node.offsetTop))[0]);
  }

  beside(node, by) {
    if (!node) return;
    const column = this.nodes().filter(other => other.offsetLeft === node.offsetLeft).sort((a, b) => a.offsetTop - b.offsetTop);
    this.focus(column[column.indexOf(node) + by]);
  }

  focus(node) {
    node?.focus({ preventScroll: true });
  }

  // a node that has the focus or the pointer stands out with its neighbours
  enter(node, focused) {
    if (node === this.near) return;
    if (!node && this.view.contains(document.activeElement)) node = document.activeElement.closest('[data-node]');
    this.near = node;
    const ids = new Set(node ? [node.dataset.node] : []);
    for (const line of this.lines()) {
      const mine = !!node && (line.dataset.from === node.dataset.node || line.dataset.to === node.dataset.node);
      line.toggleAttribute('data-near', mine);
      if (mine) ids.add(line.dataset.from).add(line.dataset.to);
    }
    this.plane.toggleAttribute('data-has-near', !!node);
    for (const other of this.nodes()) other.toggleAttribute('data-near', ids.has(other.dataset.node));
    if (focused && node?.matches(':focus-visible')) this.reveal(node);
  }

  reveal(node, middle) {
    const { width, height } = this.view.getBoundingClientRect();
    const { scale } = this.at;
    const [x, y, w, h] = [node.offsetLeft, node.offsetTop, node.offsetWidth, node.offsetHeight].map(value => value * scale);
    const inside = this.at.x + x >= SLACK && this.at.x + x + w <= width - SLACK && this.at.y + y >= SLACK && this.at.y + y + h <= height - SLACK;
    if (inside && !middle) return;
    this.put({ x: (width - w) / 2 - x, y: (height - h) / 2 - y });
  }

  nodes() {
    return [...this.plane.querySelectorAll('[data-node]')];
  }

  nodeOf(id) {
    return this.nodes().find(node => node.dataset.node === id);
  }

  lines() {
    return [...this.plane.querySelectorAll('[data-from]')];
  }
}

export const mount = (view, plane) => new Graph(view, plane);
