/** The page's own program: shows what the printer says, sends what is pressed. */
export const script = `
const byId = (id) => document.getElementById(id);
const events = new EventSource("/events");
for (const part of ["lamps", "paper", "records", "bits"]) {
  events.addEventListener(part, (event) => {
    const isOpen = byId(part).querySelector("details")?.open ?? false;
    byId(part).innerHTML = event.data;
    const details = byId(part).querySelector("details");
    if (details) details.open = isOpen;
  });
}
events.addEventListener("fault", (event) => {
  for (const button of document.querySelectorAll("[data-fault]")) {
    button.setAttribute("aria-pressed", String(button.dataset.fault === event.data));
  }
});
events.onopen = () => { byId("lost").hidden = true; };
events.onerror = () => { byId("lost").hidden = false; };

async function order(path, body) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(path, { method: "POST", headers, body }).catch(() => undefined);
  const problem = answer && !answer.ok ? await answer.json() : undefined;
  byId("refusal").textContent = problem ? problem.title : "";
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.dataset.path) return order(button.dataset.path, button.dataset.body);
  const atByte = byId("at-byte").valueAsNumber;
  const fault = button.dataset.fault;
  const later = fault !== "none" && Number.isInteger(atByte);
  byId("at-byte").value = "";
  order("/faults", JSON.stringify(later ? { fault, atByte } : { fault }));
});
`;
