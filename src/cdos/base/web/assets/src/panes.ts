import { make } from "./words";

/** <cdos-panes store="name">: three panes with two grips; widths are kept in the browser and set by pointer or arrow keys. */
class CdosPanes extends HTMLElement {
  connectedCallback(): void {
    const panes = [...this.children].filter((child) => child.classList.contains("pane")) as HTMLElement[];
    const [first, middle, last] = panes;
    if (!first || !middle || !last || this.querySelector(".pane-grip")) return;
    this.restore();
    first.after(this.grip("--pane-a", first, 1));
    middle.after(this.grip("--pane-b", last, -1));
  }

  private get key(): string {
    return `cdos-panes-${this.getAttribute("store") ?? "default"}`;
  }

  private restore(): void {
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "{}") as Record<string, number>;
    for (const [name, width] of Object.entries(kept)) this.style.setProperty(name, `${width}px`);
  }

  private grip(name: string, pane: HTMLElement, side: number): HTMLElement {
    const label = pane.getAttribute("aria-label") ?? "";
    const grip = make("div", { class: "pane-grip", role: "separator", tabindex: "0", "aria-orientation": "vertical", "aria-label": label, "aria-valuemin": "180", "aria-valuemax": "640" });
    const direction = side * (getComputedStyle(this).direction === "rtl" ? -1 : 1);
    const set = (width: number): void => this.setWidth(grip, name, width);
    grip.setAttribute("aria-valuenow", String(Math.round(pane.clientWidth)));
    grip.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
      if (step) { event.preventDefault(); set(pane.offsetWidth + step * direction); }
    });
    grip.addEventListener("pointerdown", (down) => {
      const width = pane.offsetWidth;
      grip.setPointerCapture(down.pointerId);
      grip.onpointermove = (move) => set(width + (move.clientX - down.clientX) * direction);
      grip.onpointerup = () => { grip.onpointermove = null; };
    });
    return grip;
  }

  private setWidth(grip: HTMLElement, name: string, wanted: number): void {
    const width = Math.round(Math.min(640, Math.max(180, wanted)));
    this.style.setProperty(name, `${width}px`);
    grip.setAttribute("aria-valuenow", String(width));
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "{}") as Record<string, number>;
    localStorage.setItem(this.key, JSON.stringify({ ...kept, [name]: width }));
  }
}

export function definePanes(): void {
  customElements.define("cdos-panes", CdosPanes);
}
