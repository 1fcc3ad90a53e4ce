// Lo de toda página.
let telon = null;

function mostrar() {
  telon?.remove();
  telon = null;
  document.body.classList.remove("pantalla-oculta");
  for (const hijo of document.body.children) hijo.inert = false;
}
function ocultar() {
  if (telon) return;
  const antes = document.activeElement;
  telon = document.createElement("div");
  telon.className = "telon";
  telon.setAttribute("role", "dialog");
  telon.setAttribute("aria-label", "Pantalla oculta");
  const texto = document.createElement("p");
  texto.textContent = "La pantalla está oculta. Nada se ha perdido.";
  const boton = document.createElement("button");
  boton.type = "button";
  boton.className = "boton";
  boton.textContent = "Mostrar pantalla";
  boton.addEventListener("click", () => { mostrar(); antes?.focus?.(); });
  telon.append(texto, boton);
  for (const hijo of document.body.children) hijo.inert = true;
  document.body.append(telon);
  document.body.classList.add("pantalla-oculta");
  boton.focus();
}

for (const boton of document.querySelectorAll("[data-ocultar-pantalla]")) {
  boton.hidden = false;
  boton.addEventListener("click", ocultar);
}
let ultimoEscape = -Infinity;
document.addEventListener("keydown", (evento) => {
  if (evento.key !== "Escape") return;
  const abierto = document.querySelector("details[data-cierra-fuera][open]");
  if (abierto || document.querySelector("dialog[open]")) {
    // Este Escape cierra algo: no cuenta para ocultar la pantalla.
    if (abierto) { abierto.open = false; abierto.querySelector("summary").focus(); }
    ultimoEscape = -Infinity;
    return;
  }
  if (document.body.dataset.seguir !== undefined && !telon && evento.timeStamp - ultimoEscape < 1000) ocultar();
  ultimoEscape = evento.timeStamp;
});
document.addEventListener("click", (evento) => {
  for (const menu of document.querySelectorAll("details[data-cierra-fuera][open]")) {
    if (!menu.contains(evento.target)) menu.open = false;
  }
});

// La pestaña y la entrada de menú actuales quedan a la vista aunque su caja se desplace.
for (const actual of document.querySelectorAll(".lateral [aria-current]")) {
  const menu = actual.closest(".menu");
  const falta = actual.getBoundingClientRect().bottom - menu.getBoundingClientRect().bottom;
  if (falta > 0) menu.scrollTop += falta + 48;
}
for (const actual of document.querySelectorAll(".pestanas [aria-current]")) {
  const fila = actual.closest(".pestanas");
  fila.scrollLeft = Math.max(0, actual.offsetLeft - fila.offsetLeft - 24);
}

// En el teléfono los filtros empiezan plegados si no hay ninguno activo.
if (matchMedia("(max-width: 39.99rem)").matches && !location.search) {
  for (const caja of document.querySelectorAll("[data-filtros]")) caja.open = false;
}

// Al imprimir se abre todo lo plegado, salvo lo delicado, y luego vuelve a su sitio.
let abiertos = [];
addEventListener("beforeprint", () => {
  abiertos = [...document.querySelectorAll("main details:not([open], .desplegable--delicado)")];
  abiertos.forEach((d) => { d.open = true; });
});
addEventListener("afterprint", () => { abiertos.forEach((d) => { d.open = false; }); abiertos = []; });

for (const boton of document.querySelectorAll("[data-imprimir]")) {
  boton.hidden = false;
  boton.addEventListener("click", () => print());
}
for (const boton of document.querySelectorAll("[data-copiar-enlace]")) {
  if (!navigator.clipboard) continue;
  boton.hidden = false;
  const texto = boton.lastChild.textContent;
  boton.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    boton.lastChild.textContent = "Enlace copiado";
    setTimeout(() => { boton.lastChild.textContent = texto; }, 3000);
  });
}

if (navigator.serviceWorker && isSecureContext) {
  navigator.serviceWorker.register("/sin-conexion.js").catch(() => { /* sin él, el navegador da su propio aviso */ });
}
