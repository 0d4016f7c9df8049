import { csrf, make, word } from "./words";

export interface Toast { text: string; level?: string; undo?: string; seconds?: number }

/** A message that goes away by itself, except under the pointer or the focus. */
class CdosToast extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    this.setAttribute("role", "status");
    const close = make("button", { type: "button" }, word("close"));
    close.addEventListener("click", () => this.remove());
    this.append(close);
    this.start();
    for (const name of ["pointerenter", "focusin"]) this.addEventListener(name, () => clearTimeout(this.timer));
    for (const name of ["pointerleave", "focusout"]) this.addEventListener(name, () => this.start());
  }

  private start(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.remove(), Number(this.getAttribute("seconds") ?? 8) * 1000);
  }
}

export function say(toast: Toast): void {
  const element = make("cdos-toast" as "div", { class: `toast ${toast.level ?? ""}`, seconds: String(toast.seconds ?? 8) });
  element.append(make("span", {}, toast.text));
  if (toast.undo) element.append(undoButton(toast.undo, element));
  document.getElementById("toasts")?.append(element);
}

function undoButton(url: string, owner: HTMLElement): HTMLButtonElement {
  const button = make("button", { type: "button", "aria-keyshortcuts": "Z", "data-key": "Z" }, word("undo"));
  button.addEventListener("click", () => void undo(url, owner));
  return button;
}

/** POSTs; the answer may send the page somewhere (Location, HX-Redirect) or just let it reload. */
async function undo(url: string, owner: HTMLElement): Promise<void> {
  const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": csrf() } }).catch(() => null);
  owner.remove();
  if (!answer?.ok) return say({ text: word("failed"), level: "bad" });
  const next = answer.headers.get("HX-Redirect") ?? (answer.redirected ? answer.url : location.href);
  location.assign(next);
}

export function defineToast(): void {
  customElements.define("cdos-toast", CdosToast);
  document.addEventListener("cdos:toast", (event) => say((event as CustomEvent<Toast>).detail));
}
