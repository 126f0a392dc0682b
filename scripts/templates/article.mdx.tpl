---
title: __TITLE_YAML__
standfirst: What the reader will understand at the end, in one or two sentences.
topic: __id__
poster: { figure: __Name__, scenario: uneven }
order: __order__
published: __date__
decisions:
  - topic: Time
    system: A producer and a consumer run at once.
    ours: They take turns, in an order drawn from the seed.
sources: []
---

Open with the moment where intuition fails. This draft has a bounded buffer in it, so that there is something to run: replace it by your own engine.

## The first thing to see

A producer makes items and a consumer takes them, and between them is a buffer with four places. As long as <Point topic="__id__" scenario="uneven" figure="buffer" frame="first-taken">items leave as fast as they come</Point>, the buffer is hardly needed. Then the producer runs ahead, and <Point topic="__id__" scenario="uneven" figure="buffer" frame="full">the buffer is full</Point>: from here on it decides who waits.

<Figure topic="__id__" figure="__Name__" scenario="uneven" id="buffer" frame="first-put" />
