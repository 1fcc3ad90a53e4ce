// Trabajador de servicio: no guarda ninguna página de trabajo. Sólo tiene a mano «sin conexión»
// y su hoja de estilo, para mostrarlas cuando una navegación no llega al servidor.
const ALMACEN = "sin-conexion-1";
const PAGINA = "/sin-conexion/";

self.addEventListener("install", (evento) => {
  evento.waitUntil(caches.open(ALMACEN).then(async (almacen) => {
    const respuesta = await fetch(PAGINA);
    const texto = await respuesta.clone().text();
    await almacen.put(PAGINA, respuesta);
    const hojas = [...texto.matchAll(/href="(\/static\/[^"]+)"/g)].map((h) => h[1]);
    await almacen.addAll(hojas);
    await self.skipWaiting();
  }));
});

self.addEventListener("fetch", (evento) => {
  const pedido = evento.request;
  if (pedido.mode === "navigate" && pedido.method === "GET") {
    evento.respondWith(fetch(pedido).catch(() => caches.match(PAGINA)));
  } else if (pedido.method === "GET" && new URL(pedido.url).pathname.startsWith("/static/")) {
    evento.respondWith(fetch(pedido).catch(async () => (await caches.match(pedido)) ?? Response.error()));
  }
});
