# cellucid-validate in a container that can read what it is given, and nothing else:
#
#   docker build --tag cellucid-session .
#   docker run --rm --read-only --network none --cap-drop ALL --security-opt no-new-privileges \
#       --volume "$PWD:/data:ro" cellucid-session upload.cellucid-session
#
# It runs as no user of the system, writes nothing, and needs neither a network nor a temporary folder.
# What is installed is fixed by deploy/*.lock, with hashes (`make locks`); which bases are built on is fixed where they are
# fetched: `deploy/pin.py` writes their digests of the day into this file, which a release does first.
FROM python:3.13-slim AS build
WORKDIR /build
COPY deploy/build.lock deploy/validator.lock deploy/
RUN python -m venv /opt/build
RUN /opt/build/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r deploy/build.lock
RUN python -m venv /opt/cellucid-session
RUN /opt/cellucid-session/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r deploy/validator.lock
COPY pyproject.toml hatch_build.py home.toml README.md LICENSE ./
COPY schemas schemas
COPY share share
COPY examples/pbmc68k.cellucid-session examples/pbmc-demo.cellucid-session examples/
COPY spec/check_certificate.py spec/
COPY src src
RUN /opt/build/bin/python -m pip wheel --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir /opt/wheels .
RUN /opt/cellucid-session/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --no-index /opt/wheels/*.whl

FROM python:3.13-slim
COPY --from=build /opt/cellucid-session /opt/cellucid-session
ENV PATH=/opt/cellucid-session/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER 65532:65532
WORKDIR /data
ENTRYPOINT ["cellucid-validate"]
CMD ["--help"]
