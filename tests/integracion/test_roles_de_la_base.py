"""Los roles `dueno` y `app`: quién puede qué en la base de datos."""

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.db.utils import ProgrammingError

Usuario = get_user_model()
TABLA = Usuario._meta.db_table


@pytest.mark.django_db
def test_la_aplicacion_entra_como_app_y_no_es_superusuario():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole "
            "FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("app", False, False, False, False)


@pytest.mark.django_db
def test_app_no_es_duena_de_ningun_objeto():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'app'::regrole")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchall() == [("dueno",)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "orden",
    [
        f"TRUNCATE {TABLA} CASCADE",
        f"DROP TABLE {TABLA} CASCADE",
        f"ALTER TABLE {TABLA} ADD COLUMN intrusa int",
        "CREATE TABLE intrusa (id int)",
        "CREATE ROLE intruso",
    ],
)
def test_app_no_puede_cambiar_el_esquema(orden):
    with pytest.raises(ProgrammingError, match="must be owner|permission denied"):
        connection.cursor().execute(orden)


@pytest.mark.django_db
def test_app_no_puede_volverse_dueno():
    with pytest.raises(ProgrammingError, match="permission denied to set role"):
        connection.cursor().execute("SET ROLE dueno")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("vuelta", [1, 2])
def test_una_prueba_transaccional_empieza_con_la_base_limpia(vuelta):
    assert not Usuario.objects.filter(username="de_paso").exists()
    Usuario.objects.create(username="de_paso")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_content_type")
        assert cursor.fetchone()[0] > 0


@pytest.mark.parametrize("vuelta", [1, 2])
def test_cada_prueba_empieza_con_redis_vacio(vuelta):
    assert cache.get("marca") is None
    cache.set("marca", vuelta)
    assert cache.get("marca") == vuelta
