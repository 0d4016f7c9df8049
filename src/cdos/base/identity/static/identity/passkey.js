// <cdos-passkey data-ask data-send [data-next]>: asks the server for a question, the device for an answer, and sends it on.
// Stays hidden where the browser, or the address (an IP number), can have no passkeys.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function post(address, body) {
  const token = document.querySelector("meta[name=csrf-token]").content;
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body ?? {}),
  });
  if (answer.redirected) location.assign(answer.url); // who signed in a while ago is asked once more who they are
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.detail || document.getElementById("words").dataset.failed);
  return said;
}

async function created(asked) {
  const user = { ...asked.user, id: bytes(asked.user.id) };
  const question = { ...asked, user, challenge: bytes(asked.challenge), excludeCredentials: known(asked.excludeCredentials) };
  const made = await navigator.credentials.create({ publicKey: question });
  const { attestationObject, clientDataJSON } = made.response;
  return credential(made, {
    attestationObject: text(attestationObject),
    clientDataJSON: text(clientDataJSON),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function got(asked) {
  const question = { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) };
  const found = await navigator.credentials.get({ publicKey: question });
  const { authenticatorData, clientDataJSON, signature, userHandle } = found.response;
  return credential(found, {
    authenticatorData: text(authenticatorData),
    clientDataJSON: text(clientDataJSON),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

const credential = (one, response) => ({
  id: one.id,
  rawId: text(one.rawId),
  type: one.type,
  authenticatorAttachment: one.authenticatorAttachment ?? null,
  clientExtensionResults: one.getClientExtensionResults(),
  response,
});

class Passkey extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential || /^[\d.]+$|^\[/.test(location.hostname)) return;
    this.hidden = false;
    this.button = this.querySelector("button");
    this.error = this.querySelector("[role=alert]");
    this.button.addEventListener("click", () => this.ask());
  }

  async ask() {
    this.button.disabled = true;
    this.error.hidden = true;
    try {
      const asked = await post(this.dataset.ask);
      const answer = asked.user ? await created(asked) : await got(asked);
      const name = this.querySelector("input")?.value ?? "";
      const said = await post(this.dataset.send, { credential: answer, name, next: this.dataset.next ?? "" });
      location.assign(said.next);
    } catch (error) {
      // NotAllowedError: the person closed the device's own window; it has said why already.
      this.error.textContent = error.name === "NotAllowedError" ? "" : error.message;
      this.error.hidden = !this.error.textContent;
      this.button.disabled = false;
    }
  }
}
customElements.define("cdos-passkey", Passkey);
