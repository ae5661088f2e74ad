"""Keeps what a sentence encoder makes of the first 64 tokens of texts, for the net to learn beside their labels:
the mean of its last layer, brought to length 1, reduced by PCA, the spectrum flattened by half.

usage: sense.py ENCODER RAW OUT DIM [--threads N]
RAW is what "remake raw" prints; its fragments are left out.
OUT holds 8 + DIM bytes a text: its 64-bit hash (as stream.go computes it), then DIM signed bytes, of which 32 are one standard deviation of the ninth axis.
"""
import argparse
import json

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

from vectors import hash_word


def encode(net, tok, texts, size=64):
    out = np.zeros((len(texts), net.config.hidden_size), np.float32)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    with torch.inference_mode():
        for k in range(0, len(order), size):
            b = order[k:k + size]
            e = tok([texts[i] for i in b], padding=True, truncation=True, max_length=64, return_tensors="pt")
            mask = e["attention_mask"].unsqueeze(-1)
            h = (net(**e).last_hidden_state * mask).sum(1) / mask.sum(1)
            out[b] = torch.nn.functional.normalize(h, dim=1).numpy()
            if k % (100 * size) == 0:
                print(f"{k}/{len(order)}", flush=True)
    return out


def main():
    p = argparse.ArgumentParser()
    p.add_argument("encoder"), p.add_argument("raw"), p.add_argument("out"), p.add_argument("dim", type=int)
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    tok = AutoTokenizer.from_pretrained(a.encoder)
    net = AutoModel.from_pretrained(a.encoder).eval()
    rows = (json.loads(line) for line in open(a.raw, encoding="utf-8"))
    texts = sorted({r["Text"] for r in rows if not r.get("Fragment")})
    x = encode(net, tok, texts)
    x -= x.mean(0)
    values, axes = np.linalg.eigh(x.T @ x / len(x))
    values, axes = values[::-1][:a.dim], axes[:, ::-1][:, :a.dim]
    y = x @ axes / np.sqrt(np.sqrt(values) * np.sqrt(values[min(8, a.dim - 1)]))
    q = np.clip(np.round(y * 32), -127, 127).astype(np.int8)
    with open(a.out, "wb") as f:
        for text, v in zip(texts, q):
            f.write(hash_word(text).to_bytes(8, "little") + v.tobytes())
    print(len(texts), "texts, kept", float(values.sum() / (x ** 2).sum() * len(x)))


if __name__ == "__main__":
    main()
