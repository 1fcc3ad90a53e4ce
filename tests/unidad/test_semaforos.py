"""El trabajador arranca también donde no se pueden crear semáforos."""

import multiprocessing

from trata.servicios_locales import semaforos


def test_con_semaforos_trabaja_en_procesos(monkeypatch):
    monkeypatch.setattr(multiprocessing, "Semaphore", lambda _valor: object())
    assert semaforos.piscina_de_celery() == ("--pool", "prefork")


def test_sin_permiso_para_crearlos_trabaja_en_hilos(monkeypatch):
    def negar(_valor):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(multiprocessing, "Semaphore", negar)
    assert semaforos.piscina_de_celery() == ("--pool", "threads")
