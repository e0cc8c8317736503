# cellucid-validate in a container that can read what it is given, and nothing else:
#
#   docker build --tag cellucid-session .
#   docker run --rm --read-only --network none --cap-drop ALL --security-opt no-new-privileges \
#       --volume "$PWD:/data:ro" cellucid-session upload.cellucid-session
#
# It runs as no user of the system, writes nothing, and needs neither a network nor a temporary folder.
FROM python:3.13-slim AS build
WORKDIR /build
COPY pyproject.toml hatch_build.py home.toml README.md LICENSE ./
COPY schemas schemas
COPY share share
COPY examples/pbmc68k.cellucid-session examples/pbmc-demo.cellucid-session examples/
COPY spec/check_certificate.py spec/
COPY src src
RUN python -m venv /opt/cellucid-session
RUN /opt/cellucid-session/bin/python -m pip install --no-cache-dir --disable-pip-version-check .

FROM python:3.13-slim
COPY --from=build /opt/cellucid-session /opt/cellucid-session
ENV PATH=/opt/cellucid-session/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER 65532:65532
WORKDIR /data
ENTRYPOINT ["cellucid-validate"]
CMD ["--help"]
