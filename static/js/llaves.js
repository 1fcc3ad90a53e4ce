// Llaves de acceso: une los botones de la página con el guion de allauth, sin JSON en línea.
for (const dato of document.querySelectorAll("[data-llave]")) {
  const { llave, ...ids } = dato.dataset;
  for (const nombre of Object.keys(ids)) {
    // Sin nombre o sin elemento («passwordless» es opcional), el guion no debe verlo.
    if (!document.getElementById(ids[nombre])) delete ids[nombre];
  }
  window.allauth.webauthn.forms[llave]({ ids });
}
document.addEventListener("allauth.error", (evento) => {
  evento.preventDefault();
  const vivo = document.querySelector("[data-estado-vivo]");
  if (!vivo) return;
  const linea = document.createElement("p");
  linea.textContent = "No se pudo usar la llave de acceso. Inténtalo otra vez o entra con tu código.";
  vivo.replaceChildren(linea);
  setTimeout(() => linea.remove(), 12000);
});
