"""Vehicles as data."""

from enum import StrEnum


class Vehicle(StrEnum):
    """What the visitor comes with."""

    FOOT_OR_BIKE = "foot_or_bike"
    CAR = "car"
    ESTATE = "estate"
    SMALL_VAN = "small_van"
    VAN = "van"
    CAR_TRAILER = "car_trailer"
    TRUCK = "truck"
