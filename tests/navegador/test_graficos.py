"""Los gráficos en un navegador de verdad: nada se pisa, nada se sale, nada mide menos de 12 px."""

MEDIR = """() => {
  const fallas = [];
  for (const svg of document.querySelectorAll('svg.grafico')) {
    const caja = svg.getBoundingClientRect();
    if (!caja.width) continue;
    const escala = caja.width / svg.viewBox.baseVal.width;
    const textos = [...svg.querySelectorAll('text')].filter(t => t.textContent);
    const cajas = textos.map(t => t.getBoundingClientRect());
    textos.forEach((t, i) => {
      const b = cajas[i], dice = t.textContent;
      if (parseFloat(getComputedStyle(t).fontSize) * escala < 11.95) fallas.push('chico: ' + dice);
      if (b.left < caja.left - 1 || b.right > caja.right + 1) fallas.push('se sale: ' + dice);
      for (let j = i + 1; j < textos.length; j++) {
        const c = cajas[j];
        const ancho = Math.min(b.right, c.right) - Math.max(b.left, c.left);
        const alto = Math.min(b.bottom, c.bottom) - Math.max(b.top, c.top);
        if (ancho > 1 && alto > 3.5) fallas.push(`se pisan: ${dice} / ${textos[j].textContent}`);
      }
    });
  }
  return fallas;
}"""


def test_los_textos_de_los_graficos_se_leen_a_todos_los_anchos(pagina):
    pagina.goto("/_componentes/graficos/")
    figuras = pagina.locator("figure.figura").count()
    for ancho in (360, 768, 1366, 1920):
        pagina.set_viewport_size({"width": ancho, "height": 900})
        assert pagina.locator("svg.grafico:visible").count() == figuras
        assert pagina.evaluate(MEDIR) == []
    pagina.evaluate(
        """() => document.querySelectorAll('svg.grafico text').forEach(
                  t => t.parentNode.appendChild(t.cloneNode(true)))"""
    )
    assert any(f.startswith("se pisan") for f in pagina.evaluate(MEDIR)), "la medida no mide"
