// Autoguardado del borrador.
const hora = () => new Date().toLocaleTimeString("es-PE", { hour: "2-digit", minute: "2-digit", hour12: false });

for (const caja of document.querySelectorAll("[data-autoguardado]")) {
  const formulario = caja.closest("form");
  const estado = caja.querySelector("[data-estado]");
  const reintentar = caja.querySelector("[data-reintentar]");
  const espera = Number(caja.dataset.segundos || 3) * 1000;
  let reloj = 0;
  let enCurso = false;
  let otraVez = false;

  const decir = (texto, fallo) => {
    estado.textContent = texto;
    estado.classList.toggle("autoguardado--fallo", fallo);
    reintentar.hidden = !fallo;
  };

  async function guardar() {
    clearTimeout(reloj);
    if (enCurso) { otraVez = true; return; }
    enCurso = true;
    delete formulario.dataset.sucio;
    try {
      const respuesta = await fetch(caja.dataset.autoguardado, {
        method: "POST",
        body: new FormData(formulario),
        headers: { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content, "X-Autoguardado": "1" },
        redirect: "error",
      });
      if (!respuesta.ok) throw new Error(String(respuesta.status));
      // Un borrador puede traer su nueva versión, para que el envío siguiente no choque consigo mismo.
      const version = respuesta.headers.get("X-Version");
      const campo = formulario.elements.namedItem("version");
      if (version && campo) campo.value = version;
      decir(`Borrador guardado a las ${hora()}`, false);
      document.dispatchEvent(new CustomEvent("trata:actividad"));
    } catch (error) {
      formulario.dataset.sucio = "1";
      const conflicto = error.message === "409";
      decir(conflicto
        ? "Otra persona guardó esta sección. Tus cambios siguen en pantalla; al guardar podrás comparar las dos versiones."
        : "No se pudo guardar. Tus cambios siguen en pantalla.", true);
    } finally {
      enCurso = false;
      if (otraVez) { otraVez = false; guardar(); }
    }
  }

  const programar = () => { clearTimeout(reloj); reloj = setTimeout(guardar, espera); };
  formulario.addEventListener("input", programar);
  formulario.addEventListener("change", programar);
  formulario.addEventListener("submit", () => clearTimeout(reloj));
  reintentar.addEventListener("click", guardar);
  document.addEventListener("trata:guardar-ya", () => formulario.dataset.sucio && guardar());
  document.addEventListener("visibilitychange", () => document.hidden && formulario.dataset.sucio && guardar());
}
