# The application's image: the same for web, worker, beat and migrate (docker-compose.yml).

FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements/base.txt /tmp/base.txt
RUN /opt/venv/bin/pip install --require-hashes -r /tmp/base.txt
WORKDIR /app
COPY . .
# Gathering static files needs some key, for this one command; the image holds none.
RUN SECRET_KEY=gathers-static-files-and-nothing-else /opt/venv/bin/python manage.py collectstatic --noinput

FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin hiring
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
# The one place the application writes to, and the volume inherits its owner.
RUN install --directory --owner=hiring --mode=700 /app/var/media
WORKDIR /app
USER hiring
EXPOSE 8000
CMD ["gunicorn", "hiring.wsgi", "--bind=0.0.0.0:8000", "--threads=4", "--worker-tmp-dir=/dev/shm", "--no-control-socket"]
