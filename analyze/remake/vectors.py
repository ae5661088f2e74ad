"""Makes static vectors of words from a sentence encoder: each word is read alone, the means reduced by PCA to DIM numbers of a byte.

usage: vectors.py ENCODER WORDS OUT DIM
OUT holds, for each line of WORDS and then each whole word of the encoder's vocabulary that is not among them,
the word's 64-bit hash (as stream.go computes it) and DIM signed bytes, little-endian.
"""
import sys

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

M = (1 << 64) - 1


def hash_word(word):
    h = 14695981039346656037
    for c in word.encode():
        h = ((h ^ c) * 1099511628211) & M
    h ^= h >> 32
    h = (h * 0x9E3779B97F4A7C15) & M
    return h ^ (h >> 29)


def main():
    encoder, words, out, dim = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    torch.set_num_threads(1)
    tok = AutoTokenizer.from_pretrained(encoder)
    net = AutoModel.from_pretrained(encoder).eval()
    words = [w for w in open(words, encoding="utf-8").read().split("\n") if w]
    known = set(words)
    more = sorted((i, w) for w, i in tok.get_vocab().items() if w.isalpha() and w.isascii() and len(w) > 1 and w not in known)
    ranks = len(words)
    words += [w for _, w in more]
    vecs = np.zeros((len(words), net.config.hidden_size), np.float32)
    order = sorted(range(len(words)), key=lambda i: len(words[i]))
    with torch.no_grad():
        for k in range(0, len(order), 256):
            b = order[k:k + 256]
            e = tok([words[i] for i in b], padding=True, return_tensors="pt")
            h = net(**e).last_hidden_state
            m = e["attention_mask"].unsqueeze(-1)
            vecs[b] = ((h * m).sum(1) / m.sum(1)).numpy()
    weight = 1 / (np.arange(len(words)) + 30.0) ** 0.5
    weight[ranks:] = weight[ranks - 1]
    mean = (vecs * weight[:, None]).sum(0) / weight.sum()
    x = vecs - mean
    cov = (x * weight[:, None]).T @ x / weight.sum()
    val, axes = np.linalg.eigh(cov)
    axes, val = axes[:, ::-1][:, :dim], val[::-1][:dim]
    y = x @ axes / np.sqrt(np.sqrt(val) * np.sqrt(val[0]))  # flatten the spectrum by half
    scale = np.percentile(np.abs(y), 99.9)
    q = np.clip(np.round(y / scale * 127), -127, 127).astype(np.int8)
    with open(out, "wb") as f:
        for w, v in zip(words, q):
            f.write(hash_word(w).to_bytes(8, "little") + v.tobytes())
    print(len(words), "words, kept", float(val.sum() / np.trace(cov)))


if __name__ == "__main__":
    main()
