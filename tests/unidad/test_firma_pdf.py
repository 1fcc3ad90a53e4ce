"""Qué firmas trae un PDF y qué cubren: sin afirmar nunca que valen."""

import pytest

from trata.informes.firma_pdf import firmas_de


def pdf_firmado(contenido: bytes = b"308201", despues: bytes = b"", hueco: bytes = b"") -> bytes:
    """Un PDF mínimo con un diccionario de firma cuyo rango cubre todo menos `/Contents`."""
    cabeza = b"%PDF-1.7\n5 0 obj\n<< /Type /Sig /SubFilter /ETSI.CAdES.detached "
    cabeza += b"/M (D:20261120103000-05'00') /ByteRange [0000000000 0000000000 0000000000 "
    cabeza += b"0000000000] /Contents "
    firma = b"<" + contenido.ljust(64, b"0") + b">" + hueco
    cola = b" >>\nendobj\ntrailer << >>\n%%EOF\n"
    inicio, segundo = len(cabeza), len(cabeza) + len(firma)
    numeros = f"[{0:010d} {inicio:010d} {segundo:010d} {len(cola):010d}]".encode()
    cabeza = cabeza.replace(b"[0000000000 0000000000 0000000000 0000000000]", numeros)
    return cabeza + firma + cola + despues


def test_una_firma_que_cubre_todo():
    [firma] = firmas_de(pdf_firmado())
    assert firma.clase == "ETSI.CAdES.detached"
    assert firma.fecha_declarada == "2026-11-20"
    assert firma.es_coherente
    assert firma.cubre_todo


def test_lo_agregado_despues_de_firmar_se_nota():
    [firma] = firmas_de(pdf_firmado(despues=b"6 0 obj << >> endobj\n%%EOF\n"))
    assert firma.es_coherente
    assert not firma.cubre_todo
    assert firma.cubre_hasta < firma.tamano


@pytest.mark.parametrize("mal", [{"contenido": b""}, {"hueco": b"texto escondido"}])
def test_un_hueco_que_no_es_una_firma_no_es_coherente(mal):
    [firma] = firmas_de(pdf_firmado(**mal))
    assert not firma.es_coherente
    assert not firma.cubre_todo


def test_un_pdf_sin_firma_no_dice_que_la_tiene():
    assert firmas_de(b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n%%EOF") == []


def test_una_firma_que_no_cubre_el_comienzo_no_es_coherente():
    entero = pdf_firmado()
    largo = int(entero.split(b"/ByteRange [")[1].split()[1])
    recortado = entero.replace(
        f"[{0:010d} {largo:010d}".encode(), f"[{9:010d} {largo - 9:010d}".encode()
    )
    [firma] = firmas_de(recortado)
    assert not firma.es_coherente
