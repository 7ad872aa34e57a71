"""What stands in the places of a story's texts: products, numbers, names, days."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from supportdesk.demo import lists
from supportdesk.demo.cast import Caller, Colleague
from supportdesk.demo.scenarios import PRODUCTS

ROOMS = ("kitchen", "hall", "nursery", "bedroom", "attic", "office")


def particulars(
    customer: Caller, agent: Colleague, created: datetime, products: tuple[str, ...], random: Random
) -> Mapping[str, str]:
    """A filling for every place that the texts have; `products` are those that the story can be about."""
    language = customer.language
    product = random.choice(products)
    other = PRODUCTS[(PRODUCTS.index(product) + random.randrange(1, len(PRODUCTS))) % len(PRODUCTS)]
    city, in_city = random.choice(lists.pairs(f"names-{language}.txt", "cities"))
    price, digits = random.randrange(19, 260), f"{random.getrandbits(60):019d}"
    return {
        "product": product,
        "product2": other,
        "order": digits[-6:],
        "order2": digits[-9:-3],
        "serial": f"PL{digits[-14:-11]}{'ABCDEFGHKM'[int(digits[-12])]}{digits[-18:-14]}",
        "batch": f"{digits[-3:-1]}/{digits[-6:-4]}",
        "code": f"E{digits[-11:-7]}",
        "invoice": f"INV-{digits[-8:-2]}",
        "last4": digits[-4:],
        "version": f"{3 + price % 3}.{price % 10}.{price % 7}",
        "amount": f"{price * 100 - 10:,} ₽".replace(",", " ") if language == "ru" else f"€{price}.90",
        "days": str(random.randrange(4, 12)),
        "count": str(random.randrange(12, 80)),
        "room": random.choice(ROOMS),
        "city": city,
        "incity": in_city,
        "date": day(created - timedelta(days=random.randrange(6, 30)), language),
        "date2": day(created - timedelta(days=random.randrange(2, 6)), language),
        "date3": day(created + timedelta(days=random.randrange(8, 24)), language),
        "name": customer.name,
        "first": customer.first_name,
        "email": customer.email,
        "phone": customer.phone,
        "company": customer.company.name if customer.company else "",
        "agent": agent.name.split()[0],
        "a": "а" if customer.female else "",
    }


def day(when: datetime, language: str) -> str:
    """A day as people write it: `21 November`, `21 ноября`."""
    return f"{when.day} {lists.words(f'names-{language}.txt', 'months')[when.month - 1]}"
