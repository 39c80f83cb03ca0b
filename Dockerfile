# Built in one image, run in another: the second has Python, the package and nothing to build with.
FROM python:3.12-slim AS build
WORKDIR /src
COPY . .
RUN python -m venv /app && /app/bin/pip install --no-cache-dir -c deploy/requirements.txt '.[serve,export,redis]'

FROM python:3.12-slim
COPY --from=build /app /app
# A number, so that an orchestrator can see that it is not root.
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin chainrule
USER 10001
# Only a proxy reaches the port of a container: it is believed that the site is https.
ENV FORWARDED_ALLOW_IPS="*"
ENV PATH="/app/bin:$PATH" OPENBLAS_NUM_THREADS=1 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["chainrule", "serve", "--host", "0.0.0.0", "--port", "8000", "--workers", "2"]
