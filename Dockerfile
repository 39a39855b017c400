FROM python:3.13-slim-trixie AS build
WORKDIR /srv/cied
COPY requirements.txt ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN .venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation --editable .

FROM python:3.13-slim-trixie
# Debian keeps only the newest build of a package, so a pinned version stops building with the next security fix.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --home-dir /data --no-create-home cied \
    && install --directory --owner cied --group cied --mode 700 /data
COPY --from=build /srv/cied /srv/cied
WORKDIR /srv/cied
# CIED_CONTAINER alone lets the server listen beyond loopback; publish it as -p 127.0.0.1:8000:8000.
ENV PATH=/srv/cied/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    XDG_CACHE_HOME=/tmp \
    CIED_CONTAINER=1 \
    CIED_HOST=0.0.0.0 \
    CIED_PORT=8000 \
    CIED_DATA=/data
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["cied", "serve"]
