"""Makes static vectors of words from a sentence encoder: what it makes of a word read alone, and on the mean over texts that hold the word
(Bommasani, Davis and Cardie, ACL 2020), in its last layer and its fourth; reduced by PCA to DIM numbers of a byte.

usage: vectors.py ENCODER WORDS TEXTS OUT DIM [--threads N]
WORDS is what "remake words" prints, TEXTS what "remake raw" and "remake labelled" print, one after the other.
OUT holds, for each line of WORDS and then each whole word of the encoder's vocabulary that is not among them,
the word's 64-bit hash (as stream.go computes it) and DIM signed bytes, little-endian.
"""
import argparse
import json
import random
import re

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

M = (1 << 64) - 1
ENOUGH = 40  # texts are read until each word was seen so often, or none is left
PRIOR = 3  # how many texts the guess from the word alone counts for


def hash_word(word):
    h = 14695981039346656037
    for c in word.encode():
        h = ((h ^ c) * 1099511628211) & M
    h ^= h >> 32
    h = (h * 0x9E3779B97F4A7C15) & M
    return h ^ (h >> 29)


def alone(net, tok, words):
    """Returns the last layer's mean for each word read by itself."""
    out = np.zeros((len(words), net.config.hidden_size), np.float32)
    order = sorted(range(len(words)), key=lambda i: len(words[i]))
    for k in range(0, len(order), 256):
        b = order[k:k + 256]
        e = tok([words[i] for i in b], padding=True, return_tensors="pt")
        h = net(**e).last_hidden_state
        m = e["attention_mask"].unsqueeze(-1)
        out[b] = ((h * m).sum(1) / m.sum(1)).numpy()
    return out


def choose(path, index):
    """Returns texts as lists of words, few of them, such that each word of the index stands in ENOUGH where there are so many."""
    rows = (json.loads(line) for line in open(path, encoding="utf-8"))
    texts = sorted({r.get("Text") or r["text"] for r in rows if not r.get("Fragment")})
    random.Random(3).shuffle(texts)
    seen, chosen = np.zeros(len(index), int), []
    for text in texts:
        words = re.findall(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]", text.lower().replace("’", "'"))[:60]
        known = [index[w] for w in words if w in index]
        if known and min(seen[i] for i in known) < ENOUGH:
            chosen.append(words)
            for i in known:
                seen[i] += 1
    return sorted(chosen, key=len)


def among_others(net, tok, texts, index):
    """Returns, for each word of the index, the sum of the fourth and the last layer at its places in the texts, and their number."""
    sums, counts = np.zeros((len(index), 2 * net.config.hidden_size), np.float32), np.zeros(len(index), np.float32)
    for k in range(0, len(texts), 32):
        b = texts[k:k + 32]
        e = tok(b, is_split_into_words=True, padding=True, truncation=True, max_length=128, return_tensors="pt")
        layers = net(**e, output_hidden_states=True).hidden_states
        h = torch.cat([layers[4], layers[-1]], -1).numpy()
        for row, words in enumerate(b):
            places = {}
            for place, w in enumerate(e.word_ids(row)):
                if w is not None and words[w] in index:
                    places.setdefault(w, []).append(place)
            for w, at in places.items():
                sums[index[words[w]]] += h[row, at].mean(0)
                counts[index[words[w]]] += 1
        if k % 3200 == 0:
            print(f"{k}/{len(texts)}", flush=True)
    return sums, counts


def main():
    p = argparse.ArgumentParser()
    p.add_argument("encoder"), p.add_argument("words"), p.add_argument("texts"), p.add_argument("out"), p.add_argument("dim", type=int)
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    tok = AutoTokenizer.from_pretrained(a.encoder)
    net = AutoModel.from_pretrained(a.encoder).eval()
    words = [w for w in open(a.words, encoding="utf-8").read().split("\n") if w]
    index = {w: i for i, w in enumerate(words)}
    more = sorted((i, w) for w, i in tok.get_vocab().items() if w.isalpha() and w.isascii() and len(w) > 1 and w not in index)
    words += [w for _, w in more]
    weight = 1 / (np.arange(len(words)) + 30.0) ** 0.5
    weight[len(index):] = weight[len(index) - 1]
    center = lambda x: x - (x * weight[:, None]).sum(0) / weight.sum()
    level = lambda x: x / np.sqrt((weight[:, None] * x * x).sum() / weight.sum())
    with torch.inference_mode():
        own = center(alone(net, tok, words))
        sums, counts = among_others(net, tok, choose(a.texts, index), index)

    # where a word was seen seldom or never, what is likely from the word alone
    often = np.where(counts >= PRIOR)[0]
    x = np.hstack([own, np.ones((len(words), 1))])
    y = sums[often] / counts[often, None]
    guess = x @ np.linalg.solve(x[often].T @ x[often] + 10 * np.eye(x.shape[1]), x[often].T @ y)
    seen = guess.copy()
    seen[:len(index)] = (sums + PRIOR * guess[:len(index)]) / (counts[:, None] + PRIOR)

    x = np.hstack([level(own), *(level(center(half)) for half in np.split(seen, 2, axis=1))])
    val, axes = np.linalg.eigh((x * weight[:, None]).T @ x / weight.sum())
    kept, total = val[::-1][:a.dim], val.sum()
    y = x @ axes[:, ::-1][:, :a.dim] / np.sqrt(np.sqrt(kept) * np.sqrt(kept[0]))  # flatten the spectrum by half
    q = np.clip(np.round(y / np.percentile(np.abs(y), 99.9) * 127), -127, 127).astype(np.int8)
    with open(a.out, "wb") as f:
        for w, v in zip(words, q):
            f.write(hash_word(w).to_bytes(8, "little") + v.tobytes())
    print(len(words), "words,", len(often), "seen in texts, kept", float(kept.sum() / total))


if __name__ == "__main__":
    main()
