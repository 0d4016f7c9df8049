/** <cdos-dialog>: a button with data-opens="id" opens the <dialog>, data-closes closes it; focus returns to the opener. */
class CdosDialog extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const target = event.target as HTMLElement;
      const dialog = this.querySelector("dialog");
      if (target.closest("[data-opens]")) dialog?.showModal();
      else if (target.closest("[data-closes]") || target === dialog) dialog?.close();
    });
  }
}

/** A pop-up menu closes on Escape, on a click elsewhere, and when the focus leaves it. */
function closePops(event: Event): void {
  for (const pop of document.querySelectorAll<HTMLDetailsElement>("details.pop[open]")) {
    const escape = event instanceof KeyboardEvent && event.key === "Escape";
    const outside = !(event instanceof KeyboardEvent) && !pop.contains(event.target as Node);
    if (escape) pop.querySelector("summary")?.focus();
    if (escape || outside) pop.open = false;
  }
}

export function defineDialog(): void {
  customElements.define("cdos-dialog", CdosDialog);
  for (const name of ["click", "focusin", "keydown"]) document.addEventListener(name, closePops);
  document.addEventListener("click", (event) => {
    const opener = (event.target as HTMLElement).closest<HTMLElement>("[data-opens]");
    if (opener && !opener.closest("cdos-dialog")) (document.getElementById(opener.dataset["opens"] ?? "") as HTMLDialogElement | null)?.showModal?.();
  });
}
