# Imagen del servidor: sólo lo que hace falta para funcionar, sin compilador y sin privilegios.
FROM python:3.11-slim-bookworm AS paquetes
RUN python -m venv /opt/trata
COPY requirements.txt /tmp/requirements.txt
RUN /opt/trata/bin/pip install --no-cache-dir --disable-pip-version-check -r /tmp/requirements.txt

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin trata \
    && mkdir -p /datos/archivos /datos/anclas \
    && chown -R trata:trata /datos
COPY --from=paquetes /opt/trata /opt/trata
COPY . /app
WORKDIR /app
ENV PATH=/opt/trata/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TRATA_ENTORNO=servidor \
    TRATA_LOCAL=/datos \
    STATIC_ROOT=/app/estaticos \
    RUTA_DE_ARCHIVOS=/datos/archivos
# Los valores de esta línea sólo existen mientras se reúnen los archivos estáticos.
RUN SECRET_KEY=construccion DATABASE_URL=postgres://app@db/trata REDIS_URL=redis://redis:6379/0 \
    LLAVES_DE_CIFRADO=construccion LLAVE_DE_INDICE=construccion \
    python manage.py collectstatic --noinput
USER trata
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "trata.wsgi:application", "--worker-class", "gthread", "--threads", "4", "--preload", "--graceful-timeout", "5", "--timeout", "60", "--log-level", "warning", "--bind", "0.0.0.0:8000", "--workers", "3"]
