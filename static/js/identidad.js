// Lo revelado se quita solo.
const caja = document.querySelector("[data-se-oculta]");
if (caja) {
  const texto = caja.querySelector("[data-quedan]");
  let quedan = Number(caja.dataset.seOculta);
  const quitar = () => {
    if (!caja.isConnected) return;
    const destino = caja.dataset.volver;
    caja.replaceChildren();
    location.replace(destino);
  };
  caja.querySelector("h2")?.focus();
  setInterval(() => {
    quedan -= 1;
    if (quedan <= 0) quitar();
    else if (texto) texto.textContent = `Se ocultan en ${quedan} segundos.`;
  }, 1000);
  document.addEventListener("visibilitychange", () => { if (document.hidden) quitar(); });
  addEventListener("pagehide", () => caja.replaceChildren());
}
