// Ayudas de formulario.
document.querySelector("[data-resumen-errores]")?.focus();

// Contador: <p data-contador="500"> tras su textarea.
function contar(contador) {
  const area = contador.parentElement.querySelector("textarea");
  if (!area) return;
  const maximo = Number(contador.dataset.contador);
  contador.id ||= `${area.id}_contador`;
  const previas = area.getAttribute("aria-describedby");
  area.setAttribute("aria-describedby", [previas, contador.id].filter(Boolean).join(" "));
  area.removeAttribute("maxlength"); // se avisa, no se corta lo que se pega
  const pintar = () => {
    const quedan = maximo - area.value.length;
    const cuantos = Math.abs(quedan) === 1 ? "1 carácter" : `${Math.abs(quedan)} caracteres`;
    contador.textContent = quedan < 0 ? `Te pasaste por ${cuantos}.` : `Te quedan ${cuantos}.`;
    contador.classList.toggle("campo__contador--pasado", quedan < 0);
  };
  area.addEventListener("input", pintar);
  pintar();
}

// Revelar: un control con data-si="campo=valor|valor" se muestra sólo con esa respuesta.
// El campo se busca primero con el prefijo del propio control (formularios repetidos).
function valores(formulario, control, nombre) {
  const prefijo = control.name?.slice(0, control.name.lastIndexOf("-") + 1) ?? "";
  const con = (n) => [...formulario.querySelectorAll(`[name="${CSS.escape(n)}"]`)];
  const propios = con(prefijo + nombre);
  return (propios.length ? propios : con(nombre))
    .filter((c) => (c.type === "radio" || c.type === "checkbox" ? c.checked : true))
    .flatMap((c) => (c.multiple && c.selectedOptions ? [...c.selectedOptions].map((o) => o.value) : [c.value]));
}
function revelar(formulario) {
  for (const control of formulario.querySelectorAll("[data-si]")) {
    const [nombre, esperados] = control.dataset.si.split("=");
    const visible = valores(formulario, control, nombre).some((v) => esperados.split("|").includes(v));
    (control.closest(".campo") ?? control).hidden = !visible;
  }
}

// Doble envío: el segundo clic en menos de diez segundos no sale.
function unaVez(evento) {
  const formulario = evento.target;
  if (evento.defaultPrevented || formulario.method === "get") return;
  if (formulario.dataset.enviado) return evento.preventDefault();
  formulario.dataset.enviado = "1";
  evento.submitter?.classList.add("en-curso");
  const soltar = () => {
    delete formulario.dataset.enviado;
    evento.submitter?.classList.remove("en-curso");
  };
  setTimeout(soltar, 10000);
  addEventListener("pageshow", soltar, { once: true });
}

// Archivo: cambia el botón del navegador por uno en español y dice qué se eligió.
function vestir(caja) {
  const nativo = caja.querySelector("input[type=file]");
  const propio = caja.querySelector("[data-archivo-propio]");
  if (!nativo || !propio) return;
  const nombre = propio.querySelector("[data-archivo-nombre]");
  nativo.classList.add("solo-lector");
  propio.hidden = false;
  nativo.addEventListener("change", () => {
    nombre.textContent = [...nativo.files].map((f) => f.name).join(", ") || "Ningún archivo elegido";
  });
}

function preparar(raiz) {
  raiz.querySelectorAll(".archivo").forEach(vestir);
  raiz.querySelectorAll("[data-contador]").forEach(contar);
  const formularios = raiz.closest("form") ? [raiz.closest("form")] : raiz.querySelectorAll("form");
  formularios.forEach((f) => f.querySelector("[data-si]") && revelar(f));
}
preparar(document.body);
document.addEventListener("htmx:load", (evento) => evento.target !== document.body && preparar(evento.target));
document.addEventListener("change", (evento) => evento.target.form && revelar(evento.target.form));
document.addEventListener("submit", unaVez);

// Insertar: pone la cita elegida donde está el cursor.
document.addEventListener("click", (evento) => {
  const cita = evento.target.closest?.("[data-cita]")?.dataset.cita;
  const area = cita && document.querySelector("textarea");
  if (!area) return;
  evento.preventDefault();
  area.setRangeText(cita, area.selectionStart, area.selectionEnd, "end");
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
});

// Cambios sin guardar: sólo en <form data-cuida-cambios>; el autoguardado quita la marca.
document.addEventListener("input", (evento) => {
  const formulario = evento.target.closest?.("form[data-cuida-cambios]");
  if (formulario) formulario.dataset.sucio = "1";
});
document.addEventListener("submit", (evento) => delete evento.target.dataset.sucio);
addEventListener("beforeunload", (evento) => {
  if (document.querySelector("form[data-sucio]")) evento.preventDefault();
});

// Demostración: elegir un usuario rellena la entrada.
document.addEventListener("click", (evento) => {
  const boton = evento.target.closest?.("[data-rellena]");
  const formulario = boton && document.querySelector("form:has([name=login])");
  if (!formulario) return;
  formulario.elements.login.value = boton.dataset.rellena;
  formulario.elements.password.value = boton.dataset.clave;
  formulario.querySelector("[type=submit]").focus();
});

// El enlace de un error lleva al control y deja ver su etiqueta.
document.addEventListener("click", (evento) => {
  const enlace = evento.target.closest?.("[data-resumen-errores] a[href^='#']");
  if (!enlace) return;
  const destino = document.getElementById(enlace.hash.slice(1));
  const control = destino?.matches("input, select, textarea") ? destino : destino?.querySelector("input, select, textarea");
  if (!control) return;
  evento.preventDefault();
  (control.closest(".campo") ?? control).scrollIntoView({ block: "start" });
  control.focus({ preventScroll: true });
});
