// Sesión inactiva. Los tiempos vienen del <body>.
const { avisoSegundos, finSegundos, seguir } = document.body.dataset;
const dialogo = document.querySelector("[data-dialogo-sesion]");

if (dialogo && seguir) {
  const aviso = Number(avisoSegundos) * 1000;
  const fin = Number(finSegundos) * 1000;
  const resta = dialogo.querySelector("[data-sesion-resta]");
  const voz = dialogo.querySelector("[data-sesion-voz]");
  const clave = "trata-actividad"; // se comparte entre pestañas; sólo guarda una hora
  let ultima = Date.now();
  let dicho = "";

  const marcar = () => {
    ultima = Date.now();
    try { localStorage.setItem(clave, String(ultima)); } catch { /* sin almacenamiento: cada pestaña por su cuenta */ }
  };
  const leida = () => {
    try { return Math.max(ultima, Number(localStorage.getItem(clave)) || 0); } catch { return ultima; }
  };
  const texto = (ms) => {
    const minutos = Math.ceil(ms / 60000);
    if (ms > 60000) return `${minutos} minutos`;
    const segundos = Math.max(0, Math.ceil(ms / 1000));
    return segundos === 1 ? "1 segundo" : `${segundos} segundos`;
  };

  function latir() {
    const quieto = Date.now() - leida();
    if (quieto >= fin + 5000) return terminar();
    if (quieto < aviso) { if (dialogo.open) dialogo.close(); return; }
    if (!dialogo.open) {
      document.dispatchEvent(new CustomEvent("trata:guardar-ya"));
      dialogo.showModal();
    }
    const ahora = texto(fin - quieto);
    resta.textContent = ahora;
    if (ahora !== dicho && /minutos|^30|^10 /.test(ahora)) voz.textContent = `Tu sesión terminará en ${ahora}`;
    dicho = ahora;
  }

  // Al vencer, lo que no se guardó viaja por su formulario: el servidor ya cerró la sesión, lo
  // conserva cifrado y lo ofrece al volver a entrar. La pantalla no queda a la vista.
  function terminar() {
    clearInterval(pulso);
    const pendiente = document.querySelector("form[data-sucio][method=post]");
    if (!pendiente) return location.reload();
    delete pendiente.dataset.sucio;
    pendiente.submit();
  }

  async function continuar() {
    try {
      const respuesta = await fetch(seguir, { method: "POST", redirect: "error", headers: { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content } });
      if (!respuesta.ok) throw new Error(String(respuesta.status));
      marcar();
      dialogo.close();
    } catch {
      resta.textContent = "un momento: no pudimos extenderla. Inténtalo otra vez";
    }
  }

  marcar();
  dialogo.querySelector("[data-sesion-seguir]").addEventListener("click", continuar);
  dialogo.addEventListener("cancel", (evento) => { evento.preventDefault(); continuar(); });
  document.addEventListener("trata:actividad", marcar);
  document.addEventListener("htmx:afterRequest", (evento) => evento.detail.requestConfig?.triggeringEvent && marcar());
  const pulso = setInterval(latir, 1000);
}
