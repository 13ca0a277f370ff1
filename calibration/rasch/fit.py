"""Many-facet Rasch calibration of ratings: each connected subset fitted apart and never compared."""

from calibration.rasch.calibration import Calibration, Method
from calibration.rasch.ratings import Ratings


def calibrate(ratings: Ratings, method: Method = "mml") -> Calibration:
    """Fits `logit P(k)/P(k-1) = ability - difficulty - severity - threshold(k)`, centred at zero.

    Raises CannotCalibrate, with words for the person, when no subset can be fitted.
    """
    raise NotImplementedError
