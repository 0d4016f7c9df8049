import { csrf, make, word } from "./words";

type Fields = Record<string, string[]>;
interface Kept { fields?: Fields; saved_at?: string }
const SKIPPED = /password|secret|csrf|otp|idempotency/i;

/** <cdos-draft form="appeals-new">: keeps the fields of the form inside on the server while somebody types. */
class CdosDraft extends HTMLElement {
  private timer = 0;
  private last = "";

  connectedCallback(): void {
    const form = this.querySelector("form");
    if (!form) return;
    this.last = JSON.stringify(this.read(form));
    form.addEventListener("input", () => this.later(form));
    form.addEventListener("change", () => this.later(form));
    form.addEventListener("submit", () => { clearTimeout(this.timer); this.timer = 0; });
    addEventListener("pagehide", () => { if (this.timer) void this.save(form, true); });
    // A form that came back with errors already holds the newest words.
    if (!form.querySelector('[aria-invalid="true"]')) void this.restore(form);
  }

  private get url(): string {
    return `/drafts/${this.getAttribute("form")}/`;
  }

  private read(form: HTMLFormElement): Fields {
    const fields: Fields = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !SKIPPED.test(name)) (fields[name] ??= []).push(value);
    }
    return fields;
  }

  private later(form: HTMLFormElement): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(form, false), 900);
  }

  private async save(form: HTMLFormElement, keepalive: boolean): Promise<void> {
    this.timer = 0;
    const body = JSON.stringify({ fields: this.read(form) });
    if (body === this.last) return;
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf() };
    const answer = await fetch(this.url, { method: "POST", headers, body, keepalive }).catch(() => null);
    if (answer?.ok) this.last = body;
    this.tell(answer?.ok ? word("saved", this).replace("%s", this.hour(new Date())) : word("offline", this));
    if (!answer?.ok) this.timer = window.setTimeout(() => void this.save(form, false), 15_000);
  }

  private async restore(form: HTMLFormElement): Promise<void> {
    const answer = await fetch(this.url).catch(() => null);
    const kept = answer?.ok ? ((await answer.json()) as Kept) : {};
    if (!kept.fields || !kept.saved_at) return;
    const filled = this.fill(form, kept.fields);
    // Who restores more than fields (the files of an upload) answers by preventDefault.
    const more = !this.dispatchEvent(new CustomEvent("cdos:restored", { bubbles: true, cancelable: true, detail: kept.fields }));
    if (!filled && !more) return;
    this.last = JSON.stringify(this.read(form));
    const again = make("button", { type: "button" }, word("discard", this));
    again.addEventListener("click", () => void this.discard(form));
    this.tell(`${word("restored", this).replace("%s", this.hour(new Date(kept.saved_at)))} `, again);
  }

  /** Fills what is still empty or unchanged; answers whether anything was filled. */
  private fill(form: HTMLFormElement, fields: Fields): boolean {
    let filled = false;
    for (const control of form.elements as Iterable<Element>) {
      const input = control as HTMLInputElement;
      const values = fields[input.name];
      if (!values || input.type === "file" || (input.type === "hidden" && !input.hasAttribute("data-draft"))) continue;
      filled = this.put(input, values) || filled;
    }
    return filled;
  }

  private put(input: HTMLInputElement, values: string[]): boolean {
    if (input.type === "checkbox" || input.type === "radio") {
      const wanted = values.includes(input.value);
      const changed = wanted !== input.checked;
      input.checked = wanted;
      return changed && wanted;
    }
    if ((input.value && input.value === values[0]) || !values[0] || (input.tagName !== "SELECT" && input.value)) return false;
    input.value = values[0];
    input.dispatchEvent(new Event("cdos:filled", { bubbles: true }));
    return true;
  }

  private async discard(form: HTMLFormElement): Promise<void> {
    await fetch(this.url, { method: "DELETE", headers: { "X-CSRFToken": csrf() } }).catch(() => null);
    form.reset();
    for (const input of form.querySelectorAll<HTMLInputElement>("input[type=hidden][data-draft]")) input.value = "";
    this.dispatchEvent(new CustomEvent("cdos:discarded", { bubbles: true }));
    this.tell("");
    form.querySelector<HTMLElement>("input:not([type=hidden]), textarea")?.focus();
  }

  private hour(date: Date): string {
    const today = date.toDateString() === new Date().toDateString();
    const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
    return date.toLocaleString(document.documentElement.lang, today ? options : { month: "short", day: "numeric", ...options });
  }

  private tell(...words: (Node | string)[]): void {
    this.querySelector(".draft-state")?.replaceChildren(...words);
  }
}

export function defineDraft(): void {
  customElements.define("cdos-draft", CdosDraft);
}
