"""Lecturas del trabajo de redacción: quién tiene qué y qué falta para publicar."""

from dataclasses import dataclass

from django.db.models import QuerySet

from trata.comun import formato
from trata.cuentas.consultas import usuarios_con_permiso
from trata.cuentas.models import Usuario
from trata.cuentas.permisos import Permiso
from trata.informes.documento import Documento
from trata.informes.escritura import revisar
from trata.informes.models import Asignacion, BorradorDeTexto, Comentario, Informe
from trata.informes.textos import opciones


@dataclass(frozen=True)
class Pendiente:
    """Algo que falta. `clave` es la sección; `bloquea` dice qué paso no se puede dar."""

    texto: str
    clave: str = ""
    bloquea: str = ""


def puede_redactar(usuario: Usuario, informe: Informe) -> bool:
    """La persona redacta y ve ese informe."""
    return (
        usuario.tiene_permiso(Permiso.INFORME_REDACTAR)
        and Informe.objects.visibles_para(usuario).filter(pk=informe.pk).exists()
    )


def redactores() -> QuerySet[Usuario]:
    """Las personas a quienes se puede dar una sección."""
    return usuarios_con_permiso(Permiso.INFORME_REDACTAR).order_by("apellidos", "nombres")


def mis_secciones(usuario: Usuario) -> QuerySet[Asignacion]:
    """Las secciones del usuario en informes que ve: primero las que vencen antes."""
    return (
        Asignacion.objects.filter(
            persona=usuario, informe__in=Informe.objects.visibles_para(usuario)
        )
        .exclude(informe__estado=Informe.Estado.PUBLICADO)
        .select_related("informe__espacio", "registrado_por")
    )


def borrador_de(informe: Informe, clave: str, usuario: Usuario) -> BorradorDeTexto | None:
    """Lo que el usuario dejó a medio escribir."""
    return informe.borradores.filter(clave=clave, persona=usuario).first()


def comentarios_de(informe: Informe) -> QuerySet[Comentario]:
    """Todos, con quién los dejó y quién los resolvió."""
    return informe.comentarios.select_related("registrado_por", "resuelto_por")


def asignaciones_de(informe: Informe) -> dict[str, Asignacion]:
    """La asignación de cada sección."""
    return {a.clave: a for a in informe.asignaciones.select_related("persona")}


def que_falta(informe: Informe, documento: Documento) -> list[Pendiente]:
    """Lo que falta para publicar. `documento` es el vivo sin textos."""
    titulos = {s.clave: s.titulo for s in documento.secciones}
    faltas = [
        Pendiente(f"{titulos.get(a.clave, a.clave)}: la tiene {a.persona} y "
                  f"{'venció' if a.esta_vencida else 'vence'} el "
                  f"{formato.fecha_larga(a.vence_el)}", a.clave, "enviar")
        for a in informe.asignaciones.filter(lista_en=None).select_related("persona")
    ]  # fmt: skip
    for clave in informe.comentarios.filter(resuelto_en=None).values_list("clave", flat=True):
        donde = titulos.get(clave, "Todo el informe")
        faltas.append(Pendiente(f"{donde}: hay un comentario sin resolver", clave, "aprobar"))
    valores = opciones(documento.cifras())
    for texto in informe.textos.all():
        donde = titulos.get(texto.clave)
        if donde is None:
            continue
        faltas += [
            Pendiente(f"{donde}, {str(reparo)[0].lower()}{str(reparo)[1:]}", texto.clave,
                      "" if reparo.es_aviso else "publicar")
            for reparo in revisar(texto.texto, valores)
        ]  # fmt: skip
    return faltas
