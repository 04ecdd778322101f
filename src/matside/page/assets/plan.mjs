// Sends the file of a plan that is dropped or chosen, with the exercises that came with it,
// and tells what is wrong with them.
import { dropped } from "./drop.mjs";
import { json, words } from "./presence.mjs";

const file = document.getElementById("file");
const problems = document.getElementById("problems");

async function take(chosen) {
  if (!chosen.length) return;
  problems.textContent = "";
  try {
    const query = new URLSearchParams();
    for (const one of chosen) query.append("name", one.name);
    for (const one of chosen) query.append("size", one.size);
    const answer = await fetch(`/plan/new?${query}`, { method: "PUT", body: new Blob(chosen), ...json });
    if (answer.ok) location.replace("/plan");
    else problems.textContent = (await answer.json()).error ?? words.failed;
  } catch {
    problems.textContent = words.failed;
  }
}

file.addEventListener("change", async () => {
  await take([...file.files]);
  file.value = ""; // so that the same file can be chosen again once it was corrected
});
dropped(({ files }) => take([...files]));
