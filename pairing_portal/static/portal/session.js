// Two minutes before somebody is signed out for using nothing here, the page says so, and one press prevents it.
const ending = document.querySelector(".session-ends");
if (ending) {
  const WARNED_BEFORE = 120; // seconds
  const tabs = new BroadcastChannel("session");
  let timer = 0;
  const begin = () => {
    clearTimeout(timer);
    ending.hidden = true;
    timer = setTimeout(() => (ending.hidden = false), (ending.dataset.seconds - WARNED_BEFORE) * 1000);
  };
  const used = () => {
    begin();
    tabs.postMessage("used");
  };
  tabs.addEventListener("message", begin);
  ending.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch(ending.dataset.stay, { redirect: "manual" }).catch(() => ({ ok: false }));
    if (answer.ok) used();
    else ending.querySelector("p").textContent = ending.dataset.over;
  });
  used();
}
