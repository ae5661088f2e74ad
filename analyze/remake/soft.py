"""Lets teachers label the comments that nobody labelled, in an order as if drawn by lot, so that it may be stopped at any time.

usage: soft.py ENCODER RAW OUT TEACHER... [--threads N]
RAW is what "remake raw" prints. OUT holds 20 bytes a text: the 64-bit hash (as stream.go computes it) of question, line feed and
text, then probability x 255 of each need met and unmet and of the sentiments, the mean of the teachers.
"""
import argparse
import json
import time

import numpy as np
import torch
from transformers import AutoTokenizer

from teacher import Teacher, batches, encode, pad
from vectors import hash_word


def load(encoder, path):
    net = Teacher(encoder)
    net.load_state_dict(torch.load(path))
    return net.eval()


def predict(net, tok, rows, size=64):
    ids = encode(tok, rows)
    out = np.zeros((len(rows), 12), np.float32)
    with torch.inference_mode():
        for b in batches(ids, size):
            z = net(*pad(ids, b, tok.pad_token_id))
            out[b] = torch.cat([torch.sigmoid(z[:, :8]), torch.softmax(z[:, 8:], 1)], 1).numpy()
    return out


def main():
    p = argparse.ArgumentParser()
    p.add_argument("encoder"), p.add_argument("raw"), p.add_argument("out"), p.add_argument("teacher", nargs="+")
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    tok = AutoTokenizer.from_pretrained(a.encoder)
    nets = [load(a.encoder, t) for t in a.teacher]
    rows = [json.loads(line) for line in open(a.raw, encoding="utf-8")]
    rows = [{"text": r["Text"], "question": r["Question"], "key": hash_word(r["Question"] + "\n" + r["Text"])} for r in rows]
    rows.sort(key=lambda r: hash_word(str(r["key"])))
    t0 = time.time()
    with open(a.out, "wb") as f:
        for k in range(0, len(rows), 2048):
            chunk = rows[k:k + 2048]
            y = np.mean([predict(net, tok, chunk) for net in nets], axis=0)
            for r, v in zip(chunk, np.round(y * 255).astype(np.uint8)):
                f.write(r["key"].to_bytes(8, "little") + v.tobytes())
            f.flush()
            print(f"{k + len(chunk)}/{len(rows)} {time.time() - t0:.0f}s", flush=True)


if __name__ == "__main__":
    main()
