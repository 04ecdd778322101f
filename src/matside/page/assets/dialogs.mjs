// Questions before something is deleted, printing, and the two sessions that are compared.
for (const opener of document.querySelectorAll("[data-opens]")) {
  opener.addEventListener("click", () => document.getElementById(opener.dataset.opens).showModal());
}
for (const closer of document.querySelectorAll("[data-closes]")) {
  closer.addEventListener("click", () => closer.closest("dialog").close());
}
for (const printer of document.querySelectorAll("[data-prints]")) {
  printer.addEventListener("click", () => {
    document.getElementById("document").contentWindow.print();
  });
}

const form = document.getElementById("comparing");
if (form) {
  const button = document.getElementById("compare");
  const ticks = [...form.querySelectorAll("input[type=checkbox]")];
  const look = () => {
    button.disabled = ticks.filter((tick) => tick.checked).length !== 2;
  };
  form.addEventListener("change", (event) => {
    const ticked = ticks.filter((tick) => tick.checked);
    if (ticked.length > 2) ticked.find((tick) => tick !== event.target).checked = false;
    look();
  });
  look();
}
