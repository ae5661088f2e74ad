"""Fine-tunes a sentence encoder on the labelled comments: the teacher, used at training time only.

usage: teacher.py ENCODER SHARED LABELLED OUT [--leave SOURCE,SOURCE] [--epochs N] [--threads N]
LABELLED is what "remake labelled" prints. Never reads gold/dev.
"""
import argparse
import json
import random
import time

import numpy as np
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

NEEDS = ["dignity", "control", "understanding", "resolution"]
SENTIMENTS = ["positive", "negative", "neutral", "mixed"]


def targets(r):
    y = np.zeros(8, np.float32)
    for i, n in enumerate(NEEDS):
        v = r["needs"].get(n)
        y[2 * i] = v in ("met", "mixed")
        y[2 * i + 1] = v in ("unmet", "mixed")
    return y, SENTIMENTS.index(r["sentiment"])


class Teacher(nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.encoder = AutoModel.from_pretrained(encoder)
        h = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(2 * h, 12)

    def forward(self, ids, mask):
        out = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        m = mask.unsqueeze(-1).to(out.dtype)
        mean = (out * m).sum(1) / m.sum(1)
        return self.head(self.drop(torch.cat([out[:, 0], mean], 1)).float())


def encode(tok, rows, limit=80):
    q = [(r.get("question") or "") for r in rows]
    e = tok([r["text"][:1500] for r in rows], truncation=True, max_length=limit)["input_ids"]
    qs = tok(q, truncation=True, max_length=24)["input_ids"]
    return [a + b[1:] if s else a for a, b, s in zip(e, qs, q)]


def batches(ids, size, rng=None):
    order = list(range(len(ids)))
    if rng is not None:
        rng.shuffle(order)
        chunk = size * 50
        order = [i for k in range(0, len(order), chunk) for i in sorted(order[k:k + chunk], key=lambda i: len(ids[i]))]
    else:
        order.sort(key=lambda i: len(ids[i]))
    out = [order[k:k + size] for k in range(0, len(order), size)]
    if rng is not None:
        rng.shuffle(out)
    return out


def pad(ids, rows, fill):
    n = max(len(ids[i]) for i in rows)
    x = torch.full((len(rows), n), fill)
    m = torch.zeros((len(rows), n), dtype=torch.long)
    for k, i in enumerate(rows):
        x[k, :len(ids[i])] = torch.tensor(ids[i])
        m[k, :len(ids[i])] = 1
    return x, m


def main():
    p = argparse.ArgumentParser()
    p.add_argument("encoder"), p.add_argument("shared"), p.add_argument("labelled"), p.add_argument("out")
    p.add_argument("--leave", default=""), p.add_argument("--epochs", type=int, default=3), p.add_argument("--threads", type=int, default=1)
    p.add_argument("--lr", type=float, default=1.5e-4), p.add_argument("--batch", type=int, default=32)
    a = p.parse_args()
    torch.manual_seed(1), torch.set_num_threads(a.threads)
    rng = random.Random(1)
    rows = [json.loads(line) for line in open(f"{a.shared}/gold/train.jsonl", encoding="utf-8")]
    leave = set(filter(None, a.leave.split(",")))
    rows = [r for r in rows if r["source"] not in leave] + [json.loads(line) for line in open(a.labelled, encoding="utf-8")]
    tok = AutoTokenizer.from_pretrained(a.encoder)
    fill = tok.pad_token_id
    ids = encode(tok, rows)
    y = torch.tensor(np.stack([targets(r)[0] for r in rows]))
    s = torch.tensor([targets(r)[1] for r in rows])
    net = Teacher(a.encoder)
    net.train()
    for prm in net.encoder.embeddings.parameters():
        prm.requires_grad = False
    body = [q for q in net.encoder.parameters() if q.requires_grad]
    opt = torch.optim.AdamW([{"params": body, "lr": a.lr}, {"params": net.head.parameters(), "lr": 1e-3}], weight_decay=0.01)
    total = a.epochs * ((len(rows) + a.batch - 1) // a.batch)
    warm = max(1, total // 16)
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda t: min(1, (t + 1) / warm) * max(0.02, 1 - t / total))
    t0, done, seen, running = time.time(), 0, 0, 0.0
    for epoch in range(a.epochs):
        for b in batches(ids, a.batch, rng):
            x, m = pad(ids, b, fill)
            z = net(x, m)
            loss = 4 * nn.functional.binary_cross_entropy_with_logits(z[:, :8], y[b]) + nn.functional.cross_entropy(z[:, 8:], s[b])
            opt.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            opt.step(), sched.step()
            done += 1
            seen += x.numel()
            running = 0.98 * running + 0.02 * loss.item() if done > 1 else loss.item()
            if done % 25 == 0:
                print(f"{done}/{total} loss {running:.3f} {seen / (time.time() - t0):.0f} tokens/s {time.time() - t0:.0f}s", flush=True)
        torch.save(net.state_dict(), a.out)


if __name__ == "__main__":
    main()
