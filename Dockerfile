# shimmyd with Shimmy in it. Build context: the root of this tree.
#
#   docker build -t shimmy-manager .
#   docker run --rm -p 8080:8080 -v models:/models --read-only shimmy-manager
#
# Shimmy is compiled from crates.io, about 6 minutes on 2 cores. SHIMMY_STAGE may name an image that has it already,
# as /shimmy.

ARG BASE=debian:trixie-slim
ARG SHIMMY_STAGE=shimmy-build

FROM ${BASE} AS shimmy-build
RUN apt-get update \
    && apt-get install -y --no-install-recommends build-essential ca-certificates cargo clang cmake libclang-dev patch \
    && rm -rf /var/lib/apt/lists/*
COPY packaging/shimmy /recipe
RUN sh /recipe/build.sh /build && mv /build/streaming/shimmy /shimmy && rm -rf /build /root/.cargo

FROM ${SHIMMY_STAGE} AS shimmy

FROM ${BASE} AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends g++ cmake ninja-build pkg-config qt6-base-dev qt6-httpserver-dev \
        qt6-websockets-dev libgl-dev libssl-dev libexpected-dev libcli11-dev nlohmann-json3-dev libarchive-dev prometheus-cpp-dev \
        libedit-dev python3 python3-yaml \
    && rm -rf /var/lib/apt/lists/*
COPY CMakeLists.txt CMakePresets.json /source/
COPY cmake /source/cmake
COPY app /source/app
COPY server /source/server
COPY docs/openapi.yaml /source/docs/openapi.yaml
RUN cmake -S /source -B /build -G Ninja -DCMAKE_BUILD_TYPE=Release -DSHIMMY_MANAGER_TESTS=OFF -DSHIMMY_MANAGER_GUI=OFF \
    && ninja -C /build && DESTDIR=/install cmake --install /build --prefix /usr/local --strip

FROM ${BASE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libarchive13t64 libedit2 libprometheus-cpp-core1.0 libqt6core6t64 \
        libqt6httpserver6 libqt6network6 libssl3t64 \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt /var/cache/debconf /var/log/apt /var/log/dpkg.log \
    && mkdir /models && chown 1000:1000 /models
COPY --from=build /install/usr/local/bin/ /usr/local/bin/
COPY --from=shimmy /shimmy /usr/local/bin/shimmy
USER 1000:1000
VOLUME /models
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s CMD ["/usr/local/bin/shimmyctl", "status"]
ENTRYPOINT ["/usr/local/bin/shimmyd"]
