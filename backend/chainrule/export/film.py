"""Scenes -> moving pictures: GIF, WebP, MP4. Each frame is a PNG drawn as for a still."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from .extras import load
from .palette import Palette
from .png import png
from .shapes import DrawnScene

__all__ = ["gif", "mp4", "webp"]

_EXACT, _EDGES = 64, 128  # colours of a GIF: more only make the file larger
_LAST = 2.5  # times as long as the others, so that the result can be read before it starts over
_RATE = 10  # frames a second of a film: players dislike fewer


def _images(scenes: Iterable[DrawnScene], palette: Palette, scale: float, transparent: bool) -> Iterator[Any]:
    image = load("PIL.Image", "A moving picture")
    for scene in scenes:
        yield image.open(io.BytesIO(png(scene, palette, scale=scale, transparent=transparent)))


def _durations(count: int, seconds: float) -> list[int]:
    """Return the duration of each frame in ms."""
    once = round(seconds * 1000)
    return [*[once] * (count - 1), round(once * _LAST)]


def gif(scenes: Iterable[DrawnScene], palette: Palette, *, scale: float, seconds: float) -> bytes:
    """Return a GIF. Its frames share one palette, undithered: crisp and small. Opaque: GIF has no half-transparency."""
    image = load("PIL.Image", "GIF")
    packed = [png(scene, palette, scale=scale) for scene in scenes]  # unpacked one by one: they are large
    last = len(packed) - 1
    # The last frame has every resting colour, one of the forward pass and one of the backward pass the lit ones.
    samples = [image.open(io.BytesIO(packed[at])).convert("RGB") for at in (last, last // 4, last * 3 // 4)]
    width, height = samples[0].size
    together = image.new("RGB", (width, height * len(samples)))
    for i, frame in enumerate(samples):
        together.paste(frame, (0, i * height))
    counted = sorted(together.getcolors(width * height * len(samples)), reverse=True)
    # Fills and strokes keep their very colours; the rest of the palette is for the soft edges.
    exact = [channel for _, color in counted[:_EXACT] for channel in color]
    edges = together.quantize(_EDGES, dither=image.Dither.NONE).getpalette()
    shared = np.array(exact + edges[: 3 * _EDGES]).reshape(-1, 3)
    flat = [_indexed(image.open(io.BytesIO(content)).convert("RGB"), shared) for content in packed]
    out = io.BytesIO()
    rest = {"save_all": True, "append_images": flat[1:], "duration": _durations(len(flat), seconds), "loop": 0}
    flat[0].save(out, "GIF", optimize=False, **rest)
    return out.getvalue()


def _indexed(frame: Any, shared: np.ndarray) -> Any:
    """Return the frame in the nearest palette colours. Pillow's own search is a few levels off and tints flats."""
    pixels = np.asarray(frame).astype(np.int32)
    colors, where = np.unique(pixels @ (1 << 16, 1 << 8, 1), return_inverse=True)
    result = np.stack([colors >> 16, colors >> 8 & 255, colors & 255], axis=1)
    nearest = np.argmin(((result[:, None, :] - shared[None]) ** 2).sum(axis=2), axis=1).astype(np.uint8)
    flat = load("PIL.Image", "GIF").fromarray(nearest[where].reshape(pixels.shape[:2]))
    flat.putpalette(shared.astype(np.uint8).tobytes())
    return flat


def webp(scenes: Iterable[DrawnScene], palette: Palette, *, scale: float, seconds: float, transparent: bool) -> bytes:
    """Return an animated WebP, lossless; `seconds` is how long a scene stands."""
    first, *others = _images(scenes, palette, scale, transparent)
    out = io.BytesIO()
    durations = _durations(1 + len(others), seconds)
    moving = {"save_all": True, "append_images": others, "duration": durations, "loop": 0} if others else {}
    first.save(out, "WEBP", lossless=True, quality=60, method=2, **moving)
    return out.getvalue()


def mp4(scenes: Iterable[DrawnScene], palette: Palette, *, scale: float, seconds: float) -> bytes:
    """Return an H.264 film. Raises MissingExtra."""
    ffmpeg = load("imageio_ffmpeg", "MP4", "video")
    with tempfile.TemporaryDirectory(prefix="chainrule-") as folder:
        path = Path(folder) / "film.mp4"
        writer: Any = None
        pixels = b""
        for frame in _images(scenes, palette, scale, False):
            even = frame.convert("RGB").crop((0, 0, frame.width // 2 * 2, frame.height // 2 * 2))  # H.264 wants it so
            if writer is None:
                options = {"fps": _RATE, "codec": "libx264", "macro_block_size": 2, "ffmpeg_log_level": "error"}
                tuning = ["-crf", "18", "-tune", "animation", "-movflags", "+faststart"]
                writer = ffmpeg.write_frames(str(path), even.size, output_params=tuning, **options)
                writer.send(None)
            pixels = even.tobytes()
            for _ in range(max(1, round(seconds * _RATE))):
                writer.send(pixels)
        for _ in range(round(seconds * _RATE * (_LAST - 1))):
            writer.send(pixels)
        writer.close()
        return path.read_bytes()
