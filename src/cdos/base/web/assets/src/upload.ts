import { say } from "./toast";
import { csrf, icon, make, word } from "./words";

interface Stored { token: string; name: string; kind: string; thumb_url?: string; detail?: string }

/** <cdos-upload name accept limit action>: sends files while the form is filled; hidden inputs carry their tokens. */
export class CdosUpload extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>('input[type="file"]');
    const drop = this.querySelector<HTMLElement>(".drop");
    if (!input || !drop) return;
    input.addEventListener("change", () => { this.add([...(input.files ?? [])]); input.value = ""; });
    for (const name of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.toggle("over", name === "dragover");
        if (name === "drop") this.add([...((event as DragEvent).dataTransfer?.files ?? [])]);
      });
    }
    this.closest("form")?.addEventListener("submit", (event) => this.hold(event));
    this.comeBack();
  }

  private get field(): string {
    return this.getAttribute("name") ?? "files";
  }

  /** What was sent before the form came back with errors, or with its draft, is shown again. */
  private comeBack(): void {
    const rest = [...(this.closest("form")?.querySelectorAll<HTMLInputElement>(`input[type=hidden][name="${this.field}"]`) ?? [])];
    for (const input of rest) { input.remove(); void this.restore(input.value); }
    const draft = this.closest("cdos-draft");
    draft?.addEventListener("cdos:restored", (event) => {
      const tokens = (event as CustomEvent<Record<string, string[]>>).detail[this.field] ?? [];
      if (tokens.length) event.preventDefault();
      for (const token of tokens) void this.restore(token);
    });
    draft?.addEventListener("cdos:discarded", () => this.querySelector(".thumbs")?.replaceChildren());
  }

  private async restore(token: string): Promise<void> {
    if (!token || this.querySelector(`input[value="${CSS.escape(token)}"]`)) return;
    const answer = await fetch(`/files/${encodeURIComponent(token)}`, { method: "HEAD" }).catch(() => null);
    if (!answer?.ok) return;
    const type = answer.headers.get("Content-Type") ?? "";
    const name = type.startsWith("image/") ? "" : type;
    const item = make("li", { "aria-label": name });
    const shown = type.startsWith("image/") ? make("img", { src: `/files/${token}/thumb`, alt: "", width: "96", height: "96" }) : this.symbol(type, "");
    item.append(shown, this.removeButton(item, name), this.carrier(token));
    this.querySelector(".thumbs")?.append(item);
  }

  /** A form is not sent while a file of it is still on its way. */
  private hold(event: Event): void {
    if (!this.querySelector(".thumbs progress")) return;
    event.preventDefault();
    say({ text: word("wait", this), level: "bad" });
  }

  private carrier(token: string): HTMLInputElement {
    return make("input", { type: "hidden", name: this.field, value: token });
  }

  private get count(): number {
    return this.querySelectorAll(".thumbs > li:not(.refused)").length;
  }

  add(files: File[]): void {
    const limit = Number(this.getAttribute("limit") ?? 9);
    for (const file of files) {
      if (this.count >= limit) return say({ text: word("many", this), level: "bad" });
      this.send(file);
    }
  }

  private send(file: File): void {
    const item = make("li", { "aria-label": file.name });
    const progress = make("progress", { max: "100", value: "0", "aria-label": `${word("busy", this)} ${file.name}` });
    item.append(this.preview(file), progress, this.removeButton(item, file.name));
    this.querySelector(".thumbs")?.append(item);
    const request = new XMLHttpRequest(); // fetch cannot tell the progress of what is sent
    request.open("POST", this.getAttribute("action") ?? "/files/");
    request.setRequestHeader("X-CSRFToken", csrf());
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = (event) => { progress.value = event.lengthComputable ? (100 * event.loaded) / event.total : 50; };
    request.onloadend = () => this.done(item, progress, request);
    item.addEventListener("cdos:removed", () => request.abort());
    const body = new FormData();
    body.append("file", file, file.name);
    request.send(body);
  }

  private preview(file: File): HTMLElement {
    if (file.type.startsWith("image/")) {
      const url = URL.createObjectURL(file);
      const image = make("img", { src: url, alt: file.name, width: "96", height: "96" });
      image.onload = () => URL.revokeObjectURL(url);
      return image;
    }
    return this.symbol(file.type, file.name.slice(0, 24));
  }

  private symbol(type: string, name: string): HTMLElement {
    const kind = type.startsWith("audio/") ? "mic" : type.startsWith("video/") ? "video" : "file";
    return make("span", { class: "thumb-file" }, icon(kind), name);
  }

  private removeButton(item: HTMLElement, name: string): HTMLButtonElement {
    const button = make("button", { type: "button", class: "remove", "aria-label": `${word("remove", this)} ${name}` }, make("span", {}, icon("close")));
    button.addEventListener("click", () => {
      item.dispatchEvent(new Event("cdos:removed"));
      item.remove();
      this.changed();
      this.querySelector<HTMLElement>('input[type="file"]')?.focus();
    });
    return button;
  }

  private done(item: HTMLElement, progress: HTMLElement, request: XMLHttpRequest): void {
    progress.remove();
    const stored = this.parse(request.responseText);
    if (request.status < 200 || request.status >= 300 || !stored.token) return this.refuse(item, stored.detail);
    item.append(this.carrier(stored.token));
    this.changed();
  }

  private parse(text: string): Partial<Stored> {
    try { return JSON.parse(text) as Partial<Stored>; } catch { return {}; }
  }

  private refuse(item: HTMLElement, reason?: string): void {
    const name = item.getAttribute("aria-label") ?? "";
    if (!item.isConnected) return;
    item.classList.add("refused");
    item.replaceChildren(make("p", { class: "error", role: "alert" }, icon("alert"), make("span", {}, `${name}: ${reason ?? word("failed", this)}`)));
  }

  private changed(): void {
    this.dispatchEvent(new CustomEvent("change", { bubbles: true }));
  }
}

/** <cdos-recorder seconds="60">: a voice clip, given to the <cdos-upload> around it. Absent where there is no recorder. */
class CdosRecorder extends HTMLElement {
  private recorder: MediaRecorder | null = null;
  private ticker = 0;

  connectedCallback(): void {
    if (!("MediaRecorder" in window) || !navigator.mediaDevices || this.childElementCount) return;
    this.hidden = false;
    this.className = "recorder";
    const button = make("button", { type: "button", class: "button quiet" }, icon("mic"), make("span", {}, word("record", this)));
    const state = make("span", { role: "status", class: "live" });
    button.addEventListener("click", () => void this.toggle(button, state));
    this.append(button, state);
  }

  private async toggle(button: HTMLElement, state: HTMLElement): Promise<void> {
    if (this.recorder) return this.recorder.stop();
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    if (!stream) { state.textContent = word("denied", this); return; }
    const parts: Blob[] = [];
    const recorder = new MediaRecorder(stream);
    this.recorder = recorder;
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onstop = () => {
      stream.getTracks().forEach((track) => track.stop());
      this.finish(parts, recorder.mimeType, button, state);
    };
    recorder.start();
    button.replaceChildren(icon("stop"), make("span", {}, word("stop", this)));
    this.count(state);
  }

  private count(state: HTMLElement): void {
    const most = Number(this.getAttribute("seconds") ?? 60);
    const began = Date.now();
    this.ticker = window.setInterval(() => {
      const seconds = Math.floor((Date.now() - began) / 1000);
      state.textContent = `${seconds} / ${most} s`;
      if (seconds >= most) this.recorder?.stop();
    }, 250);
  }

  private finish(parts: Blob[], type: string, button: HTMLElement, state: HTMLElement): void {
    clearInterval(this.ticker);
    this.recorder = null;
    state.textContent = "";
    button.replaceChildren(icon("mic"), make("span", {}, word("record", this)));
    const plain = type.split(";")[0] ?? "audio/webm";
    const file = new File(parts, `voice.${plain.split("/")[1] ?? "webm"}`, { type: plain });
    this.closest<CdosUpload>("cdos-upload")?.add([file]);
  }
}

export function defineUpload(): void {
  customElements.define("cdos-upload", CdosUpload);
  customElements.define("cdos-recorder", CdosRecorder);
}
