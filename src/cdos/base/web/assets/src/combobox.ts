import { make, word } from "./words";

interface Place { name: string; address: string; lon: number; lat: number }

function placeRow(place: Place): HTMLElement {
  const more = place.address && place.address !== place.name ? [make("span", { class: "quiet small" }, ` ${place.address}`)] : [];
  return make("li", { role: "option", "data-value": place.address || place.name, "data-text": place.address || place.name, "data-lon": String(place.lon), "data-lat": String(place.lat) }, place.name, ...more);
}

/** <cdos-combobox url>: the ARIA combobox pattern; the server answers `<li role="option" data-value="…">` rows. */
class CdosCombobox extends HTMLElement {
  private timer = 0;
  private asked = 0;

  connectedCallback(): void {
    const { input, list } = this;
    if (!input || !list) return;
    input.addEventListener("input", () => this.later());
    input.addEventListener("focus", () => this.later(0));
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.choose((event.target as HTMLElement).closest<HTMLElement>('[role="option"]')));
  }

  private get input(): HTMLInputElement | null { return this.querySelector('[role="combobox"]'); }
  private get list(): HTMLElement | null { return this.querySelector('[role="listbox"]'); }
  private get hiddenInput(): HTMLInputElement | null { return this.querySelector('input[type="hidden"]'); }
  private get options(): HTMLElement[] { return [...this.querySelectorAll<HTMLElement>('[role="option"]')]; }

  private later(wait = 200): void {
    if (wait && this.hiddenInput) this.hiddenInput.value = "";
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), wait);
  }

  private async ask(): Promise<void> {
    const { input, list } = this;
    if (!input || !list) return;
    const turn = ++this.asked;
    const url = new URL(this.getAttribute("url") ?? "", location.href);
    url.searchParams.set("q", input.value);
    const answer = await fetch(url, { headers: { "HX-Request": "true", Accept: "text/html" } }).catch(() => null);
    const rows = answer?.ok ? await this.rows(answer) : [];
    if (turn !== this.asked || document.activeElement !== input) return;
    rows.forEach((row, at) => { row.id = `${list.id}-${at}`; });
    list.replaceChildren(...(rows.length ? rows : [make("li", { class: "quiet" }, word("none", this))]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  private async rows(answer: Response): Promise<HTMLElement[]> {
    if (answer.headers.get("Content-Type")?.includes("json")) return ((await answer.json()) as { places: Place[] }).places.map(placeRow);
    const body = new DOMParser().parseFromString(`<ul>${await answer.text()}</ul>`, "text/html");
    return [...body.querySelectorAll<HTMLElement>('[role="option"]')];
  }

  /** A place among the options moves the pin: `lon` and `lat` name the inputs that get its position. */
  private put(option: HTMLElement): void {
    for (const name of ["lon", "lat"]) {
      const input = document.getElementById(this.getAttribute(name) ?? "") as HTMLInputElement | null;
      if (input && option.dataset[name]) input.value = option.dataset[name] ?? "";
    }
    const last = document.getElementById(this.getAttribute("lat") ?? "");
    last?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private onKey(event: KeyboardEvent): void {
    const current = this.options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.mark(current + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      this.choose(this.options[current] ?? null);
    } else if (event.key === "Escape") this.close();
  }

  private mark(at: number): void {
    const { options, input } = this;
    const chosen = Math.min(options.length - 1, Math.max(0, at));
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
    options[chosen]?.scrollIntoView({ block: "nearest" });
    input?.setAttribute("aria-activedescendant", options[chosen]?.id ?? "");
  }

  private choose(option: HTMLElement | null): void {
    const { input, hiddenInput } = this;
    if (!option || !input) return;
    input.value = option.dataset["text"] ?? option.textContent?.trim() ?? "";
    if (hiddenInput) hiddenInput.value = option.dataset["value"] ?? "";
    this.put(option);
    this.close();
    (hiddenInput ?? input).dispatchEvent(new Event("change", { bubbles: true }));
  }

  private close(): void {
    if (this.list) this.list.hidden = true;
    this.input?.setAttribute("aria-expanded", "false");
    this.input?.removeAttribute("aria-activedescendant");
  }
}

export function defineCombobox(): void {
  customElements.define("cdos-combobox", CdosCombobox);
}
