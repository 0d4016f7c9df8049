/** <cdos-steps>: shows the fieldsets with data-step one at a time; without JavaScript they stand below each other.
 *
 * Each may say `data-needs="name"` (a field that must not be empty to go on) and `data-shown="event"` (dispatched on
 * the body when it appears). `[data-copy="name"]` shows what was typed in that field, `[data-count="name"]` how many files were added.
 */
import { icon, make, word } from "./words";

class CdosSteps extends HTMLElement {
  private steps: HTMLFieldSetElement[] = [];
  private current = 0;
  private list = make("ol");
  private bar = make("nav", { class: "stepper" }, this.list);

  connectedCallback(): void {
    this.steps = [...this.querySelectorAll<HTMLFieldSetElement>("[data-step]")];
    if (this.steps.length < 2 || this.bar.isConnected) return;
    this.prepend(this.bar);
    this.steps.forEach((step, index) => this.foot(step, index));
    this.closest("form")?.addEventListener("keydown", (event) => this.enter(event));
    addEventListener("popstate", (event) => this.show(Number((event.state as { step?: number } | null)?.step ?? 0)));
    const first = this.first();
    history.replaceState({ ...history.state, step: first }, "");
    this.show(first, false);
  }

  /** The step with something to mend; a refusal that names no field stands before the last one. */
  private first(): number {
    const wrong = this.steps.findIndex((step) => step.querySelector(".wrong, [aria-invalid=true]"));
    if (wrong >= 0) return wrong;
    return this.dataset["refused"] === undefined ? 0 : this.steps.length - 1;
  }

  /** The phone's own back button goes a step back and does not leave the form. */
  private go(index: number): void {
    history.pushState({ step: index }, "");
    this.show(index);
  }

  private foot(step: HTMLFieldSetElement, index: number): void {
    const row = step.querySelector(".actions") ?? step.appendChild(make("div", { class: "actions" }));
    if (index < this.steps.length - 1) {
      const next = make("button", { type: "button", class: "button primary", "data-next": "" }, word("next", this));
      next.addEventListener("click", () => this.next());
      row.append(next);
    }
    if (index > 0) {
      const back = make("button", { type: "button", class: "button quiet" }, word("back", this));
      back.addEventListener("click", () => this.go(index - 1));
      row.append(back);
    }
  }

  /** Enter in a one-line field goes on instead of sending a half-filled form. */
  private enter(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.key !== "Enter" || target.tagName !== "INPUT" || this.current === this.steps.length - 1) return;
    if (!event.defaultPrevented && !event.isComposing) { event.preventDefault(); this.next(); }
  }

  private next(): void {
    const needed = this.steps[this.current]?.dataset["needs"];
    const field = needed ? this.querySelector<HTMLInputElement>(`[name="${needed}"]`) : null;
    if (field && !field.value.trim()) return this.ask(field);
    this.go(this.current + 1);
  }

  private ask(field: HTMLInputElement): void {
    field.setCustomValidity(word("needed", this));
    field.reportValidity();
    field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
  }

  private show(index: number, move = true): void {
    this.current = Math.min(index, this.steps.length - 1);
    this.steps.forEach((step, number) => { step.hidden = number !== this.current; });
    this.paint();
    const step = this.steps[this.current];
    if (!step) return;
    this.copy(step);
    if (step.dataset["shown"]) document.body.dispatchEvent(new CustomEvent(step.dataset["shown"]));
    if (!move) return;
    window.scrollTo({ top: 0 });
    const heading = step.querySelector<HTMLElement>("h2");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
  }

  private paint(): void {
    this.bar.setAttribute("aria-label", word("steps", this));
    this.list.replaceChildren(...this.steps.map((step, number) => {
      const dot = make("span", { class: "dot" }, number < this.current ? icon("check") : String(number + 1));
      const item = make("li", number < this.current ? { class: "done" } : {}, dot, make("span", { class: "step-text" }, step.dataset["step"] ?? ""));
      if (number === this.current) item.setAttribute("aria-current", "step");
      return item;
    }));
  }

  private copy(step: Element): void {
    for (const place of step.querySelectorAll<HTMLElement>("[data-copy]")) {
      const field = this.querySelector<HTMLInputElement>(`[name="${place.dataset["copy"]}"]`);
      place.textContent = field?.value.trim() || place.dataset["empty"] || "";
    }
    for (const place of step.querySelectorAll<HTMLElement>("[data-count]")) {
      const count = this.querySelectorAll(`.thumbs input[name="${place.dataset["count"]}"]`).length;
      place.textContent = String(count);
      if (place.parentElement) place.parentElement.hidden = !count;
    }
  }
}

export function defineSteps(): void {
  customElements.define("cdos-steps", CdosSteps);
}
