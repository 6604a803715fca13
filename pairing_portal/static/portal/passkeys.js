// Passkeys need the browser: where it has none their buttons are gone, and what went wrong is said beside them.
for (const part of document.querySelectorAll(".passkey")) {
  part.hidden = !window.PublicKeyCredential;
}
for (const missing of document.querySelectorAll(".no-passkeys")) {
  missing.hidden = Boolean(window.PublicKeyCredential);
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const told of document.querySelectorAll(".passkey-error")) told.textContent = told.dataset.text;
});
