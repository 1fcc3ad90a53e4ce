// Pedidos de htmx.
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const vivo = document.querySelector("[data-estado-vivo]");

function anunciar(texto, segundos = 6) {
  if (!vivo) return;
  const linea = document.createElement("p");
  linea.textContent = texto;
  vivo.replaceChildren(linea);
  setTimeout(() => linea.remove(), segundos * 1000);
}

document.addEventListener("htmx:configRequest", (evento) => {
  if (evento.detail.verb !== "get") evento.detail.headers["X-CSRFToken"] = token();
  // Un sondeo («every 2s») no lo pidió nadie: no prolonga la sesión.
  if (!evento.detail.triggeringEvent) evento.detail.headers["X-Sin-Actividad"] = "1";
});

// Si la sesión venció, el servidor responde con la página de entrada: se va a ella entera.
document.addEventListener("htmx:beforeSwap", (evento) => {
  const entrada = document.body.dataset.entrada;
  const llego = evento.detail.xhr.responseURL;
  if (entrada && llego && new URL(llego).pathname === entrada) {
    evento.detail.shouldSwap = false;
    location.assign(`${entrada}?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
});

document.addEventListener("sesion-terminada", () => {
  anunciar("Tu sesión terminó. Lo que escribiste sigue en pantalla: entra en otra pestaña y continúa aquí.", 3600);
});

document.addEventListener("htmx:beforeRequest", (evento) => evento.detail.requestConfig.triggeringEvent && evento.detail.target?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", (evento) => evento.detail.target?.removeAttribute("aria-busy"));
document.addEventListener("htmx:afterSwap", (evento) => {
  const resumen = evento.detail.target?.querySelector("[data-resumen-errores]");
  if (resumen) resumen.focus();
  const cuenta = evento.detail.target?.querySelector("[data-anuncio]");
  if (cuenta) anunciar(cuenta.textContent.trim());
});

for (const falla of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(falla, (evento) => evento.detail.xhr?.status !== 401 && anunciar("No se pudo completar el pedido. Revisa tu conexión y vuelve a intentarlo.", 12));
}

addEventListener("offline", () => anunciar("Sin conexión. Lo que escribes sigue en pantalla; guárdalo cuando vuelva la red.", 3600));
addEventListener("online", () => anunciar("La conexión volvió."));
