// Typed days get the calendar of the browser beside them; what is ticked below a day is typed into it.
for (const typed of document.querySelectorAll("input[data-calendar]")) {
  const shortcuts = document.getElementsByName(`${typed.name}_ticked`);
  const asTyped = () => shortcuts.forEach((one) => (one.checked = one.value === ""));
  shortcuts.forEach((one) => one.addEventListener("change", () => one.value && (typed.value = one.value)));
  typed.addEventListener("input", asTyped);
  if (!("showPicker" in HTMLInputElement.prototype)) continue;
  const calendar = Object.assign(document.createElement("input"), { type: "date", tabIndex: -1 });
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: typed.dataset.calendar });
  const box = document.createElement("span");
  calendar.setAttribute("aria-hidden", "true");
  button.className = "button-quiet";
  box.className = "calendar";
  typed.before(box);
  box.append(typed, button, calendar);
  button.addEventListener("click", () => {
    calendar.value = /^\d{4}-\d\d-\d\d$/.test(typed.value) ? typed.value : "";
    calendar.showPicker();
  });
  calendar.addEventListener("change", () => {
    if (!calendar.value) return;
    typed.value = calendar.value;
    asTyped();
    typed.focus();
  });
}

// What is typed is saved by itself, at most every 30 seconds, until the form is sent.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const told = form.querySelector(".autosaved");
  let waiting = 0;
  const save = async () => {
    waiting = 0;
    const typed = new FormData(form);
    for (const [name, value] of [...typed]) if (name === "token" || value instanceof File) typed.delete(name);
    typed.set("form", form.dataset.form);
    const done = await fetch(form.dataset.autosave, { method: "POST", body: typed, redirect: "error" })
      .then((answer) => answer.status === 204)
      .catch(() => false);
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    told.textContent = done ? `${form.dataset.saved} ${time}` : form.dataset.failed;
  };
  form.addEventListener("input", () => (waiting ||= setTimeout(save, 30_000)));
  form.addEventListener("submit", () => clearTimeout(waiting));
}

// A count that stands there already is replaced by what is typed, and not lengthened: 6 for 1 is never 16.
for (const figure of document.querySelectorAll("input[inputmode=numeric]")) {
  figure.addEventListener("click", () => figure.value === "1" && figure.select());
}
