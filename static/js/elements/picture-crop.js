// Crops with a finger: a frame over the picture that writes the four edges into the form. Without it, the numbers do.
{
  const LEAST = 10;

  class PictureCrop extends HTMLElement {
    connectedCallback() {
      this.ground = this.querySelector(".picture-crop__ground");
      this.edges = Object.fromEntries(["left", "top", "right", "bottom"].map((name) => [name, this.querySelector(`[name=${name}]`)]));
      this.frame = document.createElement("div");
      this.frame.className = "picture-crop__frame";
      for (const corner of ["top left", "top right", "bottom left", "bottom right"]) this.frame.append(this.handle(corner.split(" ")));
      this.ground.append(this.frame);
      this.frame.addEventListener("pointerdown", (event) => this.drag(event, Object.keys(this.edges)));
      for (const input of Object.values(this.edges)) input.addEventListener("input", () => this.draw());
      this.draw();
    }

    handle(sides) {
      const handle = document.createElement("span");
      handle.className = `picture-crop__handle picture-crop__handle--${sides.join("-")}`;
      handle.addEventListener("pointerdown", (event) => { event.stopPropagation(); this.drag(event, sides); });
      return handle;
    }

    drag(event, sides) {
      event.preventDefault();
      const box = this.ground.getBoundingClientRect(), from = { x: event.clientX, y: event.clientY };
      const start = Object.fromEntries(Object.entries(this.edges).map(([name, input]) => [name, Number(input.value)]));
      const move = (now) => {
        const across = ((now.clientX - from.x) / box.width) * 100, down = ((now.clientY - from.y) / box.height) * 100;
        this.set(sides, start, across, down);
      };
      const stop = () => { removeEventListener("pointermove", move); removeEventListener("pointerup", stop); removeEventListener("pointercancel", stop); };
      addEventListener("pointermove", move);
      addEventListener("pointerup", stop);
      addEventListener("pointercancel", stop);
    }

    set(sides, start, across, down) {
      const next = { ...start };
      if (sides.length === 4) {
        across = Math.max(-start.left, Math.min(100 - start.right, across));
        down = Math.max(-start.top, Math.min(100 - start.bottom, down));
      }
      for (const side of sides) next[side] = Math.round(start[side] + (side === "left" || side === "right" ? across : down));
      next.left = Math.max(0, Math.min(next.left, next.right - LEAST));
      next.top = Math.max(0, Math.min(next.top, next.bottom - LEAST));
      next.right = Math.min(100, Math.max(next.right, next.left + LEAST));
      next.bottom = Math.min(100, Math.max(next.bottom, next.top + LEAST));
      for (const [name, input] of Object.entries(this.edges)) input.value = next[name];
      this.draw();
    }

    draw() {
      const at = Object.fromEntries(Object.entries(this.edges).map(([name, input]) => [name, Number(input.value) || 0]));
      Object.assign(this.frame.style, { left: `${at.left}%`, top: `${at.top}%`, width: `${at.right - at.left}%`, height: `${at.bottom - at.top}%` });
    }
  }
  customElements.define("picture-crop", PictureCrop);
}
