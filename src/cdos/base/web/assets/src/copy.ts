/** A button with data-copies="id" copies that element's text and says data-done; without a clipboard it stays hidden. */
export function defineCopy(): void {
  const show = (): void => { for (const button of document.querySelectorAll<HTMLElement>("[data-copies]")) button.hidden = !navigator.clipboard; };
  show();
  document.addEventListener("click", (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-copies]");
    const text = document.getElementById(button?.dataset["copies"] ?? "")?.textContent?.trim();
    if (!button || !text) return;
    void navigator.clipboard.writeText(text).then(() => { (button.querySelector("span") ?? button).textContent = button.dataset["done"] ?? ""; });
  });
}
