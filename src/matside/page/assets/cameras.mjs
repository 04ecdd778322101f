// Fills a choice of cameras; the one that was used last stands first in it.
import { json, words } from "./presence.mjs";

// Returns what is wrong, or nothing where a camera can be used.
async function fillCameras(choice) {
  const answer = await fetch("/practise/cameras", json);
  const cameras = await answer.json();
  choice.replaceChildren(); // nothing is being looked for any more
  if (cameras.error || !cameras.length) return cameras.error ?? words.no_camera;
  choice.replaceChildren(
    ...cameras.map((camera) => {
      const option = new Option(camera.name, camera.id);
      option.disabled = Boolean(camera.trouble);
      return option;
    }),
  );
  const usable = cameras.filter((camera) => !camera.trouble);
  if (!usable.length) return cameras[0].trouble;
  const remembered = usable.find((camera) => camera.id === choice.dataset.remembered);
  choice.value = (remembered ?? usable[0]).id;
  choice.disabled = false;
  return "";
}

export { fillCameras };
